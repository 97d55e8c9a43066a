# Commands of the project; `make help` lists them. CI runs `make test`.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV ?= .venv
UV ?= uv
PYTHONS ?= python3.11 python3.12 python3.13

BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check
WHEELS := $(VENV)/wheels

# durable-rules is built from source. It calls a function that Python 3.13 no longer has; its
# setup.py overwrites CFLAGS, so the new name is given in CPPFLAGS.
BUILD_DURABLE := CPPFLAGS="$${CPPFLAGS-} -DPyEval_CallObject=PyObject_CallObject"
# pip keeps what it once built without that name, and would take it again.
UNKEPT = $(shell $(PYTHON) -c 'import sys; print("--no-cache-dir" * (sys.version_info >= (3, 13)))')

DEMO := check --exporter NL --destination SA --rating ML6.a --end-user-kind armed_forces

.PHONY: help setup demo test check lint types unit tests cov rules mutate-rules mutate-code \
  catalogues docs-pages screenshots docs vectors fuzz soak sbom audit release \
  wheel-test deep bench test-pythons format lock clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.installed ## Make the virtual environment from the lock files

# The exit code of `check` tells the outcome; only 1 (a fault) and 2 (bad input) are failures here.
demo: $(VENV)/.run ## Set everything up and check one application
	@code=0; $(BIN)/licensecheck $(DEMO) || code=$$?; \
	case $$code in 0|3|4|5|6) ;; *) exit $$code ;; esac

test: check ## Set everything up and run every check that CI runs

check: lint types rules docs tests wheel-test ## The same, by its other name

lint: setup ## Style, formatting and the import direction
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(BIN)/lint-imports --no-cache

types: setup ## Types (mypy --strict)
	$(PY) -m mypy

# A browser's event loop would be in the way of the loops of other tests.
unit: setup ## The quick tests, in one process
	$(PY) -m pytest -m "not (slow or wheel or browser)"

# Apart by module, so that a cluster or a browser is started once.
APART := whole or costly or spark or browser
QUICK := $(PY) -m pytest -n auto --dist worksteal -m "not (slow or wheel or $(APART))"

tests: setup ## The quick tests over all cores, then the costly ones
	$(QUICK)
	$(PY) -m pytest -n auto --dist loadscope -m "$(APART)"

cov: setup ## The quick tests with branch coverage, which takes nearly twice as long
	$(QUICK) --cov --cov-report=term

rules: setup ## The rule files: schema, cases, coverage of the legal text, analysis
	$(BIN)/licensecheck rules validate
	$(BIN)/licensecheck rules test
	$(BIN)/licensecheck rules coverage
	$(BIN)/licensecheck rules analyse

vectors: setup ## Write the conformance vectors anew
	$(PY) -m tools.conformance write

mutate-rules: setup ## Put small faults into the rules; each must fail a case
	$(PY) -m tools.mutate_rules

catalogues: setup ## Gather the messages anew, and tell what is left to translate
	$(PY) -m tools.catalogues

mutate-code: setup ## Put small faults into the code that decides; ROOM= and SAMPLE= narrow it
	$(PY) -m tools.mutate_code $(ROOM) $(if $(SAMPLE),--sample $(SAMPLE))

docs-pages: setup ## Write the pages of the rules and of reference anew
	$(PY) -m tools.write_rule_pages
	$(PY) -m tools.write_reference_pages

screenshots: setup ## Draw the pictures of the docs anew
	$(PY) -m tools.screenshots

docs: setup ## Run the examples in the documentation, and build its site
	$(PY) -m pytest --doctest-glob='*.md' README.md docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

wheel-test: setup ## Build the wheel and use it in a clean environment, away from the checkout
	LICENSECHECK_WHEELS="$(abspath $(WHEELS))" $(PY) -m pytest -m wheel tests/packaging

deep: setup ## The slow tests, with many more generated examples
	HYPOTHESIS_PROFILE=deep $(PY) -m pytest -m slow

fuzz: setup ## Fuzz every door with thousands of examples each
	HYPOTHESIS_PROFILE=deep $(PY) -m pytest -n auto tests/fuzz

soak: setup ## Put a million screens to one Screener over threads
	$(PY) -m tools.soak

bench: setup ## Measure the engines
	$(PY) -m benchmarks

sbom: setup ## Write a bill of materials of what the package needs
	mkdir -p build
	$(PYTHON) -m venv --clear --without-pip build/run
	$(PIP) --python build/run/bin/python install --quiet --no-index --no-deps $(WHEELS)/*.whl
	$(BIN)/cyclonedx-py environment build/run --pyproject pyproject.toml --output-reproducible \
	  --of JSON -o build/sbom.json

audit: setup ## Hold the locks against what is installed, licences and advisories (ADVISORIES=)
	$(PY) -m tools.audit $(if $(ADVISORIES),--advisories $(ADVISORIES))

release: setup ## Move to the next version, and gather the news files into CHANGELOG.md
	$(PY) -m tools.release --make

# pyenv's commands answer only for the versions that are named to them.
test-pythons: ## The quick tests on every Python of 3.11, 3.12 and 3.13 that is found
	@if command -v pyenv >/dev/null; then \
	  PYENV_VERSION=$$(pyenv versions --bare | grep -E '^3\.1[1-3]\.[0-9]+$$' | paste -sd:) || true; \
	  export PYENV_VERSION; \
	fi; \
	tried=0; \
	for python in $(PYTHONS); do \
	  path=$$($$python -c 'import sys; print(sys.executable)' 2>/dev/null) \
	    || { echo "$$python: not found, left out"; continue; }; \
	  echo "== $$($$path --version)"; \
	  $(MAKE) --no-print-directory unit PYTHON="$$path" VENV="build/$${python##*/}"; \
	  tried=$$((tried + 1)); \
	done; \
	test $$tried -gt 0

format: setup ## Put the code into the project's format
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

# PySpark is half a gigabyte of source, so it has a lock file of its own.
DEV_PARTS := $(addprefix --extra ,currency maps tables plots web workbooks) \
  $(addprefix --group ,dev bench docs)

# dev.txt holds only what run.txt does not; the two are installed together.
lock: ## Choose versions anew, within pyproject.toml (needs uv)
	$(call compile,requirements/run.txt)
	$(call compile,requirements/dev.txt,$(DEV_PARTS) -c requirements/run.txt \
	  $$(sed -n 's/^\([a-z0-9.-]*\)==.*/--no-emit-package \1/p' requirements/run.txt))
	$(call compile,requirements/spark.txt,--extra spark -c requirements/dev.txt \
	  $$(sed -n 's/^\([a-z0-9.-]*\)==.*/--no-emit-package \1/p' requirements/run.txt))

define compile
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-header --no-emit-index-url $(2) pyproject.toml -o $(1)
	sed -i '1i # Made by `make lock` from pyproject.toml; not edited by hand.' $(1)
	! grep -nE '://|--(extra-)?index-url|--find-links' $(1)
endef

clean: ## Remove what the commands made
	rm -rf $(VENV) build dist site .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache \
	  .import_linter_cache
	find src tests -name __pycache__ -prune -exec rm -rf {} +

# The environment grows in steps, each with a stamp, so that a changed line in pyproject.toml does
# not build durable-rules again, and the demo waits for no test tools. The wheels are kept for
# `wheel-test`.
$(VENV)/.wheels: requirements/run.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed; name one: make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BUILD_DURABLE) $(PIP) wheel --quiet $(UNKEPT) --use-pep517 --require-hashes \
	  -r requirements/run.txt -w $(WHEELS)
	$(PIP) install --quiet --no-index --no-deps $(WHEELS)/*.whl
	@touch $@

$(VENV)/.run: $(VENV)/.wheels pyproject.toml hatch_build.py
	$(PIP) install --quiet --no-deps --editable .
	$(PY) -c 'from licensecheck.rules.load import keep_law; keep_law()'
	@touch $@

$(VENV)/.locked: $(VENV)/.run requirements/dev.txt
	$(PIP) install --quiet --no-compile --require-hashes --no-deps --only-binary :all: \
	  --no-binary odfpy --use-pep517 -r requirements/dev.txt
	@touch $@

$(VENV)/.spark: $(VENV)/.locked requirements/spark.txt
	$(PIP) install --quiet --no-compile --require-hashes --no-deps --use-pep517 \
	  -r requirements/spark.txt
	@touch $@

$(VENV)/.installed: $(VENV)/.spark
	$(PIP) check
	@touch $@
