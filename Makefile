# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Tests start hundreds of processes; each would compile the package anew without its bytecode.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test test-fast mutants lint types unit coverage bench docs data tables fits months clean

run: .venv/run.stamp
	$(BIN)/miqat today Jerusalem

# Everything: the style, the types and the tests, side by side.
test: .venv/test.stamp .venv/libical.stamp .venv/clients.stamp
	+$(MAKE) --no-print-directory -j3 lint types unit

# The tests of little time, by tests/slow.txt.
test-fast: .venv/test.stamp
	$(BIN)/pytest -n auto --dist worksteal -m "not slow"

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/test.stamp
	$(BIN)/mypy

unit: .venv/test.stamp .venv/libical.stamp .venv/clients.stamp
	$(BIN)/pytest -n auto --dist worksteal

# Faults put in on purpose, and which the tests catch: docs/testing.md. Half an hour and more.
mutants: .venv/test.stamp .venv/libical.stamp .venv/clients.stamp
	$(BIN)/python -m tools.mutants --jobs 2

# What the tests do not reach; it slows them, and so stands apart.
coverage: .venv/test.stamp
	$(BIN)/pytest --cov=miqat --cov-report=term:skip-covered

# adhan-js, the peer on node, is set beside where there is npm.
bench: .venv/bench.stamp
	if command -v npm >/dev/null; then npm install --silent --no-package-lock --prefix benchmarks; fi
	$(BIN)/python -m benchmarks

docs: .venv/test.stamp
	$(BIN)/python -m tools.accuracy
	$(BIN)/python -m tools.readme

# All that is generated under src/miqat/data. The outlines, names and Iran's record are fetched
# from npm and GitHub; the fits read the reference data.
data: tables fits months

tables: .venv/tools.stamp
	$(BIN)/python -m tools.build_gazetteer
	$(BIN)/python -m tools.build_ummalqura
	$(BIN)/python -m tools.build_iran
	$(BIN)/python -m tools.build_delta_t
	$(BIN)/python -m tools.build_ephemeris
	$(BIN)/python -m tools.build_outlines
	$(BIN)/python -m tools.build_names
	$(BIN)/python -m tools.build_words

fits: .venv/tools.stamp
	$(BIN)/python -m tools.fit_sighting
	$(BIN)/python -m tools.fit_habits
	$(BIN)/python -m tools.fit_profiles

months: .venv/tools.stamp
	$(BIN)/python -m tools.build_months
	$(BIN)/python -m tools.build_evenings
	$(BIN)/python -m tools.build_chains

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Miqat needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/run.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[plot,store]'
	touch $@

.venv/test.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	touch $@ .venv/run.stamp

# libical, the peer of recurrence, runs in the system's own Python. Where it cannot be had,
# this says so and its test is skipped.
.venv/libical.stamp: | $(BIN)/python
	@sh tools/install_libical.sh
	touch $@

# What feeds are read with: khal, vdirsyncer, ical.js. As above.
.venv/clients.stamp: tools/install_clients.sh | $(BIN)/python
	@sh tools/install_clients.sh $(BIN)/python
	touch $@

.venv/bench.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	touch $@

.venv/tools.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[tools]'
	touch $@

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
