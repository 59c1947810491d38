# `make help` lists what there is.
# The Python to use: 3.11.2 or newer, below 3.15.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2
# The part of the tests to run: a folder, a file or a test; all without it.
TESTS ?=

PYTEST := $(BIN)/python -m pytest -q --durations=25
USUAL := not browser and not long and not bare

# Python keeps what it compiled: without that, each process of the newsroom starts with twice the processor time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test test-postgresql test-browser test-bare fuzz bench check check-types check-others format lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 18

setup: $(VENV)/.ready ## make .venv with everything locked and hashed

$(VENV)/.ready: requirements/uv.txt requirements/run.txt requirements/dev.txt pyproject.toml requirements/install.sh
	@sh requirements/install.sh "$(PYTHON)" "$(VENV)"
	@touch $@

run: setup ## show the sample newsroom at http://127.0.0.1:8000/, its desk at port 8001; PORT=, DESK_PORT= for others
	@$(BIN)/dateline up --sample $(if $(PORT),--port $(PORT)) $(if $(DESK_PORT),--desk-port $(DESK_PORT))

test: setup ## run the tests on SQLite and PostgreSQL, without a browser; TESTS=tests/unit for a part
	@$(PYTEST) -n $(JOBS) --dist loadgroup -m "$(USUAL)" --database sqlite $(TESTS)
	@$(PYTEST) -n $(JOBS) --dist loadgroup -m "both and $(USUAL)" --database postgresql $(TESTS)

test-postgresql: setup ## run every test that uses a database on PostgreSQL; do it before a release
	@$(PYTEST) -n $(JOBS) --dist loadgroup -m "$(USUAL)" --database postgresql

test-browser: setup ## run the tests in Chromium
	@command -v chromium >/dev/null || { echo "Chromium is missing. On Debian: apt-get install chromium"; exit 1; }
	@$(PYTEST) -n $(JOBS) --dist loadgroup -m browser

test-bare: setup ## run on a bare Debian 12 and 13, made with debootstrap; needs root; DEBIAN=12 for one of them
	@$(PYTEST) -m bare $(if $(DEBIAN),-k debian$(DEBIAN)) tests/bare

fuzz: setup ## let schemathesis ask both APIs everything, ten minutes each; SECONDS_LONG=60 for another time
	@$(BIN)/python -m pytest -q -m long tests/journeys/test_api_fuzzed.py

bench: setup ## measure the public side; N=100000 releases, JSON=file, SAMPLES=folder, FOLDER=where; needs wrk, nginx
	@$(BIN)/python -m bench $(if $(N),--releases $(N)) $(if $(JSON),--json $(JSON)) $(if $(SAMPLES),--samples $(SAMPLES)) \
		$(if $(FOLDER),--home $(FOLDER)) $(if $(SECONDS_EACH),--seconds $(SECONDS_EACH))

check: export DATELINE_SECRET_KEY = of the checks
check: export DATELINE_DATABASE_URL = sqlite://:memory:
check: setup ## ruff, mypy, import contracts, migrations
	@$(MAKE) --no-print-directory --jobs=2 check-types check-others

check-types:
	@$(BIN)/mypy

check-others:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/dateline manage makemigrations --check --dry-run

format: setup ## let ruff fix what it can
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

lock: setup ## lock requirements with hashes, for every accepted Python; UPGRADE=1 takes the newest versions
	@cd requirements && for list in uv run dev; do ../$(BIN)/uv pip compile -q $(if $(UPGRADE),--upgrade) --universal \
		--python-version 3.11.2 --fork-strategy fewest --generate-hashes --no-header -o $$list.txt $$list.in; done

messages: setup ## bring the catalogues of the public site up to date with code and templates
	@$(BIN)/python -m tests.support.desk.messages

clean: ## remove what was generated, except what was written in var
	@rm -rf build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
