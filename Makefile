# Everything a person needs: `make demo`, `make test`, `make lab`, `make check`.
# The environment is made in .venv from the lock files; nothing else of the machine is touched.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export CELLTRAIL_DEMO ?= $(CURDIR)/.demo

SOURCES := $(shell find labextension/src labextension/style labextension/schema -type f 2>/dev/null)
ASSETS := python/celltrail/labextension/static/style.js

.DEFAULT_GOAL := help
.PHONY: help install demo lab test check python-test typescript-test browser-test format contract benchmarks clean

help: ## Show this
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 20

install: $(VENV)/.installed ## Make the environment, build the extension, install the package

demo: install ## Run the whole loop on 336,776 real flights
	@$(BIN)/python examples/demo.py

lab: install ## Open JupyterLab on the demo's runs (or on your own)
	@test -d $(CELLTRAIL_DEMO)/.celltrail || mkdir -p $(CELLTRAIL_DEMO)/.celltrail
	CELLTRAIL_HOME=$(CELLTRAIL_DEMO)/.celltrail $(BIN)/jupyter lab --notebook-dir=$(CURDIR)/examples

test: install check python-test typescript-test browser-test ## Run everything that must pass

check: $(VENV)/.installed ## Lint, types and layers, quickly
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	npm run --silent typecheck
	npm run --silent lint
	npm run --silent format:check

python-test: install $(VENV)/.torch
	$(BIN)/pytest -n 2 --dist loadfile --reruns 1 -rR -m "not browser"

typescript-test: install
	npm run --silent test

browser-test: install
	$(BIN)/python tests/browser/chromium.py
	$(BIN)/pytest --reruns 1 -rR -m browser

benchmarks: install ## Measure, and write docs/benchmarks.md
	$(BIN)/python -m tests.benchmarks

format: ## Bring the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	npm run --silent format

contract: ## Make openapi.json and the TypeScript types anew
	npm run --silent contract

clean: ## Remove what was built
	rm -rf $(VENV) node_modules dist build labextension/lib python/celltrail/labextension .demo

$(VENV)/.python: requirements.lock
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'celltrail needs Python 3.11 or newer')"
	@echo "Making an environment in $(VENV): a minute or two, most of it downloads."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock pip hatchling hatch-nodejs-version hatch-jupyter-builder jupyter-builder editables
	touch $@

node_modules/.installed: package-lock.json package.json
	@echo "Fetching what the JupyterLab extension is built with."
	@npm ci --silent --no-progress
	touch $@

$(ASSETS): node_modules/.installed $(VENV)/.python $(SOURCES) labextension/tsconfig.json
	@echo "Building the JupyterLab extension."
	@npm run --silent build:prod
	@touch $@

$(VENV)/.installed: $(ASSETS) pyproject.toml package.json
	@echo "Installing celltrail, JupyterLab and what the demo and the tests need."
	@SKIP_JUPYTER_BUILDER=1 $(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable ".[check]"
	touch $@

# Hundreds of megabytes that only tests need.
$(VENV)/.torch: $(VENV)/.installed
	@echo "Installing PyTorch, Lightning and Keras for the tests."
	@SKIP_JUPYTER_BUILDER=1 $(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable ".[test-torch]"
	touch $@
