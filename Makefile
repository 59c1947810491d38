# `make help` lists what there is.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup run test test-postgresql test-browser fuzz bench check format lock messages clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 18

setup: $(VENV)/.ready ## make .venv with everything locked and hashed

$(VENV)/.ready: requirements/run.txt requirements/dev.txt pyproject.toml
	@echo "Preparing $(VENV) (once; a minute or two): 1 of 4, the environment"
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || python3 -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { rm -rf $(VENV); echo "Python 3.11 is needed; this is another one. Name it: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@echo "Preparing $(VENV): 2 of 4, what Dateline runs on"
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements/run.txt
	@echo "Preparing $(VENV): 3 of 4, what checks and tests need"
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements/dev.txt
	@echo "Preparing $(VENV): 4 of 4, Dateline itself"
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

run: setup ## show the sample newsroom at http://127.0.0.1:8000/ and its desk at http://127.0.0.1:8001/
	@$(BIN)/dateline up --sample

test: setup ## run the tests on SQLite and PostgreSQL, without a browser
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist loadgroup -m "not browser and not long" --database sqlite
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist loadgroup -m "both and not browser and not long" --database postgresql

test-postgresql: setup ## run every test that uses a database on PostgreSQL; do it before a release
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist loadgroup -m "not browser and not long" --database postgresql

test-browser: setup ## run the tests in Chromium
	@command -v chromium >/dev/null || { echo "Chromium is missing. On Debian: apt-get install chromium"; exit 1; }
	@$(BIN)/python -m pytest -q -n $(JOBS) -m browser

fuzz: setup ## let schemathesis ask both APIs everything, ten minutes each; SECONDS_LONG=60 for another time
	@$(BIN)/python -m pytest -q -m long tests/journeys/test_api_fuzzed.py

bench: setup ## measure the public side; N=100000 releases, JSON=file, SAMPLES=folder, FOLDER=where; needs wrk, nginx
	@$(BIN)/python -m bench $(if $(N),--releases $(N)) $(if $(JSON),--json $(JSON)) $(if $(SAMPLES),--samples $(SAMPLES)) \
		$(if $(FOLDER),--home $(FOLDER)) $(if $(SECONDS_EACH),--seconds $(SECONDS_EACH))

check: export DATELINE_SECRET_KEY = of the checks
check: export DATELINE_DATABASE_URL = sqlite://:memory:
check: setup ## ruff, mypy, import contracts, migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/dateline manage makemigrations --check --dry-run

format: setup ## let ruff mend what it can
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

lock: setup ## lock requirements anew, with hashes
	@cd requirements && for list in run dev; do ../$(BIN)/pip-compile -q --upgrade --generate-hashes --strip-extras \
		--allow-unsafe --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o $$list.txt $$list.in; done

clean: ## remove what was generated, except what was written in var
	@rm -rf build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
