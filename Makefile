# Sets up .venv, then hands over to invoke (tasks.py), which does everything else.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: build test serve check
build test serve check:
	@$(BIN)/invoke $@

build serve: .venv/installed
test check: .venv/installed-dev

.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Tertulia needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/invoke prepare || echo "The first build will do it." >&2
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@touch $@
