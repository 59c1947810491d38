# `make help` lists what there is.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup run test test-browser check format lock messages clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 18

setup: $(VENV)/.ready ## make .venv with everything locked and hashed

$(VENV)/.ready: requirements/run.txt requirements/dev.txt pyproject.toml
	@echo "Preparing $(VENV) (once; a minute or two)"
	@$(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	@$(BIN)/python -m pip install --require-hashes --progress-bar on -q -r requirements/run.txt -r requirements/dev.txt
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation --editable .
	@touch $@

run: setup ## show the sample newsroom at http://127.0.0.1:8000/ and its desk at http://127.0.0.1:8001/
	@$(BIN)/dateline up --sample

test: setup ## run the tests on SQLite and PostgreSQL, without a browser
	@$(BIN)/python -m pytest -q -n $(JOBS) -m "not browser" --database sqlite
	@$(BIN)/python -m pytest -q -n $(JOBS) -m "not browser" --database postgresql

test-browser: setup ## run the tests in Chromium
	@command -v chromium >/dev/null || { echo "Chromium is missing. On Debian: apt-get install chromium"; exit 1; }
	@$(BIN)/python -m pytest -q -n $(JOBS) -m browser

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
