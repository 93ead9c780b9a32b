# Everything runs from here. Only python3 (3.11 or newer) and make are needed.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Where nothing compiled is kept, each of hundreds of processes compiles the hub anew, and each worker the tests.
unexport PYTHONDONTWRITEBYTECODE

CHECKS := check-types check-templates check-documents check-rooms check-style

.PHONY: help setup install dist wheels image demo serve test faults examples test-quick spark replay check $(CHECKS) advisories fix lock clean browser mail-server docs
help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: $(STAMP) .venv/.assets ## install everything into .venv and node_modules, to develop and to run

$(STAMP): requirements-dev.txt pyproject.toml
	@echo "Setting up Python packages (a minute or two the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.txt > .venv/uv.txt
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r .venv/uv.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes --no-deps -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/.assets: $(STAMP) package.json package-lock.json $(wildcard src/irhub/web/styles/*.scss)
	@echo "Setting up front-end assets"
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund --loglevel=error
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent build
	@touch $@

install: ## install only what running needs, into a .venv of its own (docs/operations.md)
	@test ! -e $(STAMP) || { echo "This folder is set up to develop: install in a new copy."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.txt -r requirements-build.txt
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund --loglevel=error
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent build
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@$(BIN)/python -m pip uninstall --quiet --yes -r requirements-build.txt
	@rm -rf node_modules

DIST := dist
dist: setup ## build a wheel that holds its assets, for pip install on another machine
	@rm -rf build src/irhub.egg-info # a list of files that was made before would be believed
	@$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir $(DIST) .
	@rm -rf build

wheels: dist
	@$(BIN)/python -m pip wheel --quiet --no-deps --require-hashes --wheel-dir $(DIST)/wheels -r requirements.txt
	@rm -f $(DIST)/wheels/irhub-*.whl
	@cp $(DIST)/irhub-*.whl $(DIST)/wheels

image: ## build the container image and walk through it once, where buildah and podman can be had
	@.ci/image

demo: setup ## load fictional registers and serve the dashboard on http://127.0.0.1:8000
	@$(BIN)/irhub demo

serve: setup ## serve what is loaded
	@$(BIN)/irhub serve

browser: $(STAMP)
	@$(BIN)/python tests/browser.py

mail-server: $(STAMP)
	@$(BIN)/python -m tests.mail_server

# On two cores: while one waits for a process to die or to start, the others have work.
WORKERS := -n 3 --dist loadfile --no-loadscope-reorder
test: setup browser mail-server ## run every test
	@$(BIN)/python -m pytest $(WORKERS)

faults: setup ## kill, fill up and take away many times over
	@IRHUB_TEST_KILLS=12 IRHUB_TEST_AWAY_SECONDS=20 $(BIN)/python -m pytest -n 0 -s tests/faults tests/registers/test_crash.py

examples: setup ## try what is held of random examples with twenty times as many, all of them new
	@HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest $(WORKERS) -m hypothesis

.venv/.spark: $(STAMP)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -r pyproject.toml --extra spark
	@touch $@

spark: setup .venv/.spark ## install the spark extra (needs Java 17) and run its test
	@$(BIN)/python -m pytest -n 0 tests/linkage/test_spark.py -rs

test-quick: setup mail-server ## run the tests that take seconds
	@$(BIN)/python -m pytest $(WORKERS) -m "not slow and not journey"

replay: setup ## load every real edition of the sponsor register (docs/replay.md), from IRHUB_REAL_REGISTERS
	@IRHUB_HOME=$$(mktemp -d)/irhub $(BIN)/python tests/replay/replay.py $${IRHUB_REAL_REGISTERS:-../shared/data}

check: $(CHECKS) ## ruff, mypy, import-linter, djlint, generated docs: changes nothing (make -j2 check: two at a time)

check-types: setup
	@$(BIN)/mypy

check-templates: setup
	@$(BIN)/djlint --check --lint src

check-documents: setup
	@$(BIN)/irhub docs --check

check-rooms: setup
	@$(BIN)/lint-imports

check-style: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

advisories: setup ## known holes in what we depend on
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python .ci/advisories.py

fix: setup ## mend what the checks can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/djlint --quiet --reformat src || true
	@$(BIN)/irhub docs

LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	--python-version 3.11
lock: $(STAMP) ## renew requirements*.txt (to run, to build, to develop) and package-lock.json
	@$(LOCK) pyproject.toml -o requirements.txt
	@$(LOCK) requirements-build.in -o requirements-build.txt
	@$(LOCK) -c requirements.txt -c requirements-build.txt --extra dev pyproject.toml requirements-build.in -o requirements-dev.txt
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm install --package-lock-only --no-audit --no-fund

clean: ## remove what setup made (the data folder stays)
	rm -rf .venv node_modules build dist src/irhub/web/static/irhub/build
