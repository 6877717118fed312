# `make demo` answers one example; `make test` runs every check; `make bench` measures.
# Each makes its own virtual environment in .venv, and installs again only when pyproject.toml has changed.

PYTHON ?= python3
BIN := .venv/bin
PLAN := examples/ukraine-2025-04/plan.toml

.PHONY: demo test bench spreadsheet clean

demo: .venv/demo.stamp
	@echo "The reassurance force for Ukraine, as public reports had it in April 2025 ($(PLAN)):"
	@echo
	@$(BIN)/willing brief $(PLAN)
	@echo "Next: $(BIN)/willing why $(PLAN) Netherlands"
	@echo "      $(BIN)/willing brief $(PLAN) --scenario london-needs-us"
	@$(BIN)/willing report $(PLAN) -o build/board.html > /dev/null
	@echo
	@echo "The board, with a switch for every what-if: open build/board.html in a browser."

test: .venv/test.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict
	$(BIN)/pytest -n auto

bench: .venv/bench.stamp
	$(BIN)/python bench/run.py

# docs/why-not-a-spreadsheet.md; needs LibreOffice
spreadsheet: .venv/demo.stamp
	@$(BIN)/python docs/spreadsheet/build.py

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/demo.stamp: pyproject.toml
	@echo "Making .venv (once)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -e .
	@touch $@

.venv/test.stamp: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[test]'
	@touch $@ .venv/demo.stamp

.venv/bench.stamp: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[bench]'
	@touch $@ .venv/demo.stamp
