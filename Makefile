# Everything a newcomer runs. `make demo` and `make test` set themselves up in .venv on a machine with Python 3.11+.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
export OMP_NUM_THREADS ?= 2
export TOKENIZERS_PARALLELISM = false

.PHONY: help setup system demo test test-fast lint types floors check slow fuzz kill conformance omegat bench screenshots clean

help: ## This list.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s "$$(printf '\t')"

setup: $(VENV)/.ready ## A virtual environment with muqabala and its test tools.

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "muqabala needs Python 3.11 or newer; set PYTHON=…"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -c constraints.txt torch
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[test]'
	touch $@

demo: setup ## The main job on seeds/: drafts under the glossary, a look at them, pairs out.
	@bash docs/demo.sh $(BIN)/muqabala

test: setup system ## Every test but the long suites.
	$(BIN)/python -m pytest -n 2 --dist worksteal

test-fast: setup ## The tests that need no model and no terminal.
	$(BIN)/python -m pytest -x tests/text tests/glossary tests/export tests/store

system: ## Debian packages that the terminal and browser tests use (installed where we may, else named).
	@bash docs/system.sh

lint: setup ## ruff, and the floors of the house.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/lint-imports

types: setup ## mypy, strict.
	$(BIN)/mypy

check: lint types test ## What CI runs.

slow: setup system ## Every long suite.
	$(BIN)/python -m pytest -m slow

fuzz: setup ## Hostile and broken inputs, long form.
	HYPOTHESIS_PROFILE=new $(BIN)/python -m pytest -m slow -k 'hostile or fuzz'

kill: setup ## kill -9 at random moments, long form.
	$(BIN)/python -m pytest -m slow -k kill

conformance: setup system ## Unicode's own bidi suites.
	$(BIN)/python -m pytest -m slow -k conformance

omegat: setup ## Does OmegaT read our TMX? Needs Debian's omegat.
	$(BIN)/python -m pytest -m slow -k omegat

bench: setup ## Speed, each beside its peer; EVAL=DIR with NAME.ar and NAME.en adds quality, throughput and tuning.
	$(BIN)/python benchmarks/align.py --big 2000
	for b in desk export glossary memory store terms; do echo "== $$b"; $(BIN)/python benchmarks/$$b.py || exit 1; done
	for b in $(if $(EVAL),quality throughput tune); do echo "== $$b"; $(BIN)/python benchmarks/$$b.py --eval $(EVAL) || exit 1; done

screenshots: setup ## The pictures in docs/, drawn from the real desk.
	$(BIN)/python docs/screenshots.py

clean: ## Remove the virtual environment and caches.
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
