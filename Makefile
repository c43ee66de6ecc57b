# Anliu: everything one does with it. `make` alone lists it.
.DEFAULT_GOAL := help
.ONESHELL:
.SHELLFLAGS := -euc
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PY := $(VENV)/bin/python
CASES ?= 200000
JOBS ?= 2
UV := uv==0.13.9
AUDITOR := pip-audit==2.10.1
PEER := pm4py==2.7.23.11
PIP := $(PY) -m pip --disable-pip-version-check install -qq --require-hashes --no-deps
DEBIAN := chromium postgresql-15 fonts-noto-cjk

.PHONY: help setup run audit test lint docs bench browser screenshots system lock vendor clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 13

setup: $(VENV)/run.stamp ## prepare .venv with exactly what the program runs on

run: setup ## set up, build the demo province if there is no snapshot, serve on http://127.0.0.1:8050
	@pointer="$${ANLIU_HOME:-var}/snapshots/current"
	# The file is the quick answer; where it does not settle the matter (PostgreSQL, another home), the command does.
	if ! { test -z "$${DATABASE_URL:-}" && test -s "$$pointer"; } && ! $(PY) -m data snapshots | grep -q '^\*'; then
		echo "No snapshot yet: building the demo province ($(CASES) cases)"
		$(PY) -m data demo --cases $(CASES)
	fi
	exec $(VENV)/bin/gunicorn --config gunicorn.conf.py "app:serve()"

test: $(VENV)/dev.stamp system lint ## set up (Chromium and PostgreSQL included), lint, all tests
	@$(PY) -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder

lint: $(VENV)/dev.stamp ## check the style of the code
	@$(PY) -m ruff check --quiet . && echo "lint: clean"

docs: setup ## write the reference of indicators, rules, filters and pages from their declarations
	@$(PY) -m data docs

bench: $(VENV)/dev.stamp $(VENV)/bench.stamp system ## measure: the benchmark table; SIZES="200000 2000000 10000000" (the last: 40 GB, an hour)
	@$(PY) -m tests.bench $(SIZES)

audit: $(VENV)/dev.stamp ## known faults of what it runs on (needs the network), licences, secrets
	@$(PY) -m tests.supply
	{ test -x $(VENV)/audit/bin/pip-audit || { $(PYTHON) -m venv $(VENV)/audit && $(VENV)/audit/bin/pip -q --disable-pip-version-check install $(AUDITOR); }; } 2>/dev/null \
		&& $(VENV)/audit/bin/pip-audit --strict --disable-pip --require-hashes --timeout 30 -r requirements.txt && exit 0
	echo "Known faults: not answered, or faults found (see above). Without the network to the advisories this cannot be asked." >&2
	exit 1

browser: $(VENV)/dev.stamp system ## only the tests that drive Chromium
	@$(PY) -m pytest -q -m browser

screenshots: $(VENV)/dev.stamp system ## take a picture of every page, and those of the README
	@$(PY) -m tests.screenshots

system: ## install Chromium, PostgreSQL 15 and Chinese fonts from Debian's packages when missing
	@missing=""
	command -v chromium >/dev/null || missing="$$missing chromium"
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql-15"
	ls /usr/share/fonts/opentype/noto/*CJK* >/dev/null 2>&1 || missing="$$missing fonts-noto-cjk"
	test -z "$$missing" && exit 0
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
		echo "The tests need$$missing. Please install:  sudo apt-get install $(DEBIAN)" >&2
		exit 1
	fi
	echo "Installing$$missing"
	export DEBIAN_FRONTEND=noninteractive
	apt-get -qq update
	apt-get -qq -o DPkg::Lock::Timeout=300 install --no-install-recommends $$missing >/dev/null

lock: ## write requirements.txt and requirements-dev.txt anew from pyproject.toml
	@test -x $(VENV)/lock/bin/uv || { $(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/pip -q install $(UV); }
	compile="$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $(LOCK)"
	$$compile pyproject.toml --output-file requirements.txt
	rest=$$(sed -nE 's/^([A-Za-z0-9._-]+)==.*/--no-emit-package \1/p' requirements.txt)
	$$compile pyproject.toml --extra dev --constraint requirements.txt $$rest --output-file requirements-dev.txt
	sed -i -e '/^# The following packages were excluded/,$$d' requirements-dev.txt
	sed -i -e '1i # Written by `make lock` from pyproject.toml. What the program runs on.' requirements.txt
	echo "$(PEER)" | $$compile - --output-file requirements-bench.txt
	sed -i -e '1i # Written by `make lock`. What the benchmark compares with, in an environment of its own; nothing else may use it.' requirements-bench.txt
	sed -i -e '1i # Written by `make lock` from pyproject.toml. What tests and lint need beside requirements.txt.' requirements-dev.txt

vendor: ## fetch anew what the browser loads (assets/vendor), at the versions in .ci/vendor/package.json
	@.ci/vendor/vendor

clean: ## remove the environment, caches and everything written at run time, snapshots included
	rm -rf $(VENV) var .pytest_cache .ruff_cache .hypothesis .coverage* htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Anliu needs Python 3.11 or newer" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# What the benchmark compares with, for itself: its licence (AGPL) keeps it out of every other environment.
$(VENV)/bench.stamp: requirements-bench.txt | $(PY)
	@echo "Installing what the benchmark compares with"
	$(PYTHON) -m venv $(VENV)/bench
	$(VENV)/bench/bin/pip --disable-pip-version-check install -qq --require-hashes --no-deps -r requirements-bench.txt
	touch $@

# A stamp is newer than its lock file exactly when the environment holds what the lock file says.
$(VENV)/run.stamp: requirements.txt | $(PY)
	@echo "Installing what the program runs on"
	$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	$(PIP) -r requirements.txt
	touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "Installing what the tests need"
	$(PIP) -r requirements-dev.txt
	touch $@
