# `make demo` answers one example; `make test` runs every check. Each makes its own virtual environment in .venv with the
# versions of constraints.txt, and installs again only when pyproject.toml or constraints.txt has changed.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt
# where Python is told to write no bytecode, every start would compile anew, the sentences too: half of a brief
COMPILE := $(BIN)/python -m compileall -q src && env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -c \
    'from willing.languages import LANGUAGES, messages; [*map(messages.Catalogue, LANGUAGES)]'
PLAN := examples/ukraine-2025-04/plan.toml

.PHONY: demo room test test-fast test-install format lint typecheck coverage constraints docs bench fuzz spreadsheet clean

demo: .venv/demo.stamp
	@echo "The reassurance force for Ukraine, as public reports had it in April 2025 ($(PLAN)):"
	@echo
	@$(BIN)/willing brief $(PLAN)
	@echo "Next: $(BIN)/willing why $(PLAN) Netherlands"
	@echo "      $(BIN)/willing brief $(PLAN) --scenario six-ready"
	@$(BIN)/willing report $(PLAN) -o build/board.html > /dev/null
	@echo
	@echo "The board, with a switch for every what-if: open build/board.html in a browser."

# the shared room of the real case, with a way in for each role
room: .venv/demo.stamp
	@$(BIN)/willing room demo

test: lint typecheck
	$(BIN)/pytest -n auto

# one room: make test-fast ROOM=notation
test-fast: .venv/test.stamp
	$(BIN)/pytest -x -n auto tests/$(ROOM) --deselect tests/test_project.py::test_tools_are_content

# the wheel in empty environments, with the lowest and the newest versions that pyproject.toml allows
test-install: .venv/test.stamp
	$(BIN)/python tools/install.py

format: .venv/test.stamp
	$(BIN)/ruff check --fix --exit-zero -q
	$(BIN)/ruff format

lint: .venv/test.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-cache
	$(BIN)/vulture

typecheck: .venv/test.stamp
	$(BIN)/mypy --strict

coverage: .venv/test.stamp
	$(BIN)/pytest -n auto --cov --cov-report=term:skip-covered

# the newest versions of all that pyproject.toml asks for, written down so that everybody has the same
constraints: .venv/test.stamp
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --all-extras --no-annotate --no-header \
	    -o constraints.txt pyproject.toml

docs: .venv/docs.stamp
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

bench: .venv/bench.stamp
	$(BIN)/python bench/run.py

# whatever writes, failed at each of its system calls; then odd inputs for so many minutes: make fuzz MINUTES=60
MINUTES ?= 5
fuzz: .venv/test.stamp
	$(BIN)/python tests/faults.py
	$(BIN)/python tests/fuzz.py $(MINUTES)

# docs/why-not-a-spreadsheet.md; needs LibreOffice
spreadsheet: .venv/demo.stamp
	@$(BIN)/python docs/spreadsheet/build.py

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage*

.venv/demo.stamp: pyproject.toml constraints.txt
	@echo "Making .venv (once)"
	@$(PYTHON) -m venv .venv
	@$(PIP) -e '.[press,excel,serve,room]'
	@$(COMPILE)
	@touch $@

.venv/test.stamp: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(PIP) -e '.[test]'
	$(COMPILE)
	@touch $@ .venv/demo.stamp

.venv/docs.stamp: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(PIP) -e '.[docs,press,excel,serve]'
	$(COMPILE)
	@touch $@ .venv/demo.stamp

.venv/bench.stamp: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(PIP) -e '.[bench]'
	$(COMPILE)
	@touch $@ .venv/demo.stamp
