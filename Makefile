# One target a chore. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv

.DEFAULT_GOAL := help
.PHONY: help site test check measure serve render lint format golden lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: $(VENV)/site ## build the site into site/
	@$(BIN)/casebook build

test: $(VENV)/test ## run every test, lint and type check
	@$(BIN)/ruff check -q . && $(BIN)/ruff format -q --check . && $(BIN)/mypy --no-error-summary
	@$(BIN)/pytest

check: $(VENV)/site ## report every problem of the records
	@$(BIN)/casebook check

measure: $(VENV)/site ## show how long pages and sentences are, and fail where they are too long
	@$(BIN)/casebook measure

serve: $(VENV)/site ## show the site on this machine and rebuild on changes
	@$(BIN)/casebook serve

render: $(VENV)/site ## write only the Markdown trees, below build/
	@$(BIN)/casebook render

lint: $(VENV)/test ## show what the linter and type checker find
	$(BIN)/ruff check . ; $(BIN)/ruff format --diff . ; $(BIN)/mypy

format: $(VENV)/test ## format the Python code
	$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format .

golden: $(VENV)/test ## write the expected output of tests anew; read the diff before committing it
	$(BIN)/pytest --update-expected -m "not site and not browser"

lock: $(VENV)/test ## resolve the dependencies anew into the two lock files
	$(UV) pip compile -q --upgrade --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	$(UV) pip compile -q --upgrade --universal --generate-hashes --no-header --python-version 3.11 --extra test pyproject.toml -o requirements-test.lock
	cd tests/judges && npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

clean: ## remove everything that is made
	rm -rf build site $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "on Debian the package python3-venv is needed"; exit 1; }

$(VENV)/site: requirements.lock pyproject.toml | $(BIN)/python
	@echo "set-up    dependencies of the site"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test: requirements-test.lock tests/judges/package-lock.json | $(VENV)/site
	@echo "set-up    dependencies of the tests"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-test.lock
	@if command -v npm >/dev/null; then npm ci --prefix tests/judges --silent --no-audit --no-fund --ignore-scripts; fi
	@touch $@
