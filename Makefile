# One target a chore. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
FONTS := @expo-google-fonts/noto-sans@0.4.2 @expo-google-fonts/noto-sans-sc@0.4.3 \
	@expo-google-fonts/noto-sans-symbols@0.4.1 @expo-google-fonts/noto-sans-symbols-2@0.4.1

.DEFAULT_GOAL := help
.PHONY: help site packs test fuzz reproduce bench check measure weigh serve render lint format schemas golden fonts lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: $(VENV)/site ## build the site into site/
	@$(BIN)/casebook build

packs: $(VENV)/site ## print the standard packs into build/packs/
	@$(BIN)/casebook pack --all

test: $(VENV)/test ## run every test, lint and type check
	@$(BIN)/ruff check -q . && $(BIN)/ruff format -q --check . && $(BIN)/mypy --no-error-summary
	@$(BIN)/pytest -n auto --dist loadfile

COUNT ?= 20000
SEED ?= 1
fuzz: $(VENV)/test ## damage records at random, COUNT=20000 times from SEED=1, and judge what the checks answer
	@$(BIN)/python -m tests.fuzz --count $(COUNT) --seed $(SEED)

reproduce: $(VENV)/site ## build the current commit twice, in two clones and as differently as can be, and compare every byte
	@$(BIN)/python -m tests.reproduce

SIZES ?= 50,250,1000,4000
RUNS ?= 3
DATE ?= $(shell date +%F)
BENCH := build/bench/venv
bench: $(VENV)/test $(BENCH)/ready ## measure the book at several sizes and other ways to build it, into docs/benchmark.json; SIZES=50,250 RUNS=1 for less
	@$(BIN)/python -m tests.bench --sizes $(SIZES) --runs $(RUNS) --date $(DATE) --programs $(BENCH)/bin

check: $(VENV)/site ## report every problem of the records
	@$(BIN)/casebook check

weigh: $(VENV)/site ## show how much a reader's device fetches of the built site, and fail where it is too much
	@$(BIN)/casebook weigh

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

schemas: $(VENV)/site ## write the schemas that editors read anew, and the line in each record that leads to them
	@$(BIN)/casebook schema

golden: $(VENV)/test ## write the expected output of tests anew; read the diff before committing it
	$(BIN)/pytest --update-expected -m "not site and not browser"

fonts: $(VENV)/site ## cut the fonts of the packs anew from the published ones
	@mkdir -p build/fonts
	@cd build/fonts && npm pack --silent $(FONTS) >/dev/null && sha256sum --quiet --check ../../templates/fonts/published.sha256
	@for archive in build/fonts/*.tgz; do mkdir -p $${archive%.tgz} && tar -xzf $$archive -C $${archive%.tgz}; done
	@$(BIN)/python -m generator.fonts build/fonts templates/fonts

lock: $(VENV)/test ## resolve the dependencies anew into the lock files
	$(UV) pip compile -q --upgrade --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	$(UV) pip compile -q --upgrade --universal --generate-hashes --no-header --python-version 3.11 --extra test pyproject.toml -o requirements-test.lock
	$(UV) pip compile -q --upgrade --universal --generate-hashes --no-header --python-version 3.11 tests/bench/requirements.in -o tests/bench/requirements.lock
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

$(BENCH)/ready: tests/bench/requirements.lock | $(BIN)/python
	@echo "set-up    other ways to build the same pages"
	@$(BIN)/python -m venv --clear $(BENCH)
	@$(BENCH)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r tests/bench/requirements.lock
	@touch $@
