# Two commands do all the set-up: `make demo` and `make test`. Everything else is for those who work on seqcli.
PYTHON ?=
PYTHONS := python3.14 python3.13 python3.12 python3.11 python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test soak mutants corpus bench release format clean
.DELETE_ON_ERROR:

demo: $(VENV)/demo.stamp
	$(BIN)/seqcli demo

test: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/codespell seqcli tests docs examples README.md CHANGELOG.md
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist worksteal

# Ten minutes of fresh orders of moves, faults and deaths; it prints its seed and what it counted.
soak: $(VENV)/test.stamp
	SEQCLI_SOAK_SECONDS=$${SEQCLI_SOAK_SECONDS:-600} SEQCLI_KILL_STRIDE=1 \
	  $(BIN)/pytest -q -s tests/test_model.py::test_soak tests/test_kill.py tests/test_sweep.py \
	  tests/test_reply_sends.py tests/test_branches.py tests/test_windows_store.py tests/test_loop.py tests/test_damage.py

# Plants known bugs in copies of the tree; the suite must notice every one.
mutants: $(VENV)/test.stamp
	PYTHONPATH=tests $(BIN)/python -m mutants.run

# Fetches public collections of bounces and contact files, and holds the readers to their floors.
corpus: $(VENV)/test.stamp
	$(BIN)/python tests/corpus/fetch.py
	$(BIN)/pytest -q -s -m corpus

# Measures what users wait for against what it is held against, in one table; under five minutes.
bench: $(VENV)/test.stamp
	PYTHONPATH=tests $(BIN)/python -m bench.run

# Builds wheel and sdist, installs them with pip, pipx and uv on every Python there is, and runs the demo; ten minutes.
release: $(VENV)/test.stamp
	$(BIN)/python tests/release/check.py

format: $(VENV)/test.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The newest Python from 3.11 on that can make an environment and has SQLite 3.37; PYTHON= names another.
FITS := import sys, ensurepip, venv, sqlite3; sys.exit(sys.version_info < (3, 11) or sqlite3.sqlite_version_info < (3, 37))

$(VENV)/bin/python:
	@for python in $(if $(PYTHON),'$(PYTHON)',$(PYTHONS)); do \
	  if "$$python" -c '$(FITS)' >/dev/null 2>&1; then \
	    echo "Making $(VENV) with $$python: $$("$$python" --version 2>&1)"; \
	    exec "$$python" -m venv --clear $(VENV); \
	  fi; \
	done; \
	echo "seqcli needs Python 3.11 or newer, with its modules venv, ensurepip and sqlite3 (SQLite 3.37)." >&2; \
	echo "Looked for: $(or $(PYTHON),$(PYTHONS))" >&2; \
	echo "Install one, or name one: make PYTHON=/path/to/python3 demo" >&2; \
	exit 1

$(VENV)/demo.stamp: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[report]'
	touch $@

$(VENV)/test.stamp: $(VENV)/demo.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[report,test]'
	touch $@

clean:
	rm -rf $(VENV) .corpus .pytest_cache .mypy_cache .ruff_cache .hypothesis
