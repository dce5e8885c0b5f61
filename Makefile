# make demo   a virtual environment, chatcalc in it, and the table of the sample authority
# make test   the same environment, and the tests
# make docs   write the pages of docs/ that are made from the program
# make check  lint, format, types, and the order of the rooms
# make oldest the tests of tables, language and engine with the oldest Polars that chatcalc supports
# make bench  reading and calculating measured beside plain ways of doing the same
# make bundle one zip file to install from where no package index can be reached, built and tried
# make fuzz   longer runs of the random tests

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: demo test oldest docs check format bench bundle fuzz clean

demo: $(INSTALLED)
	$(BIN)/chatcalc report --config sample_data/chatcalc.toml

test: $(INSTALLED)
	$(BIN)/python -m pytest -n auto --dist worksteal -q

docs: $(INSTALLED)
	$(BIN)/python docs/generate

oldest: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)-oldest
	grep -v '^polars' constraints.txt > $(VENV)-oldest/constraints.txt
	$(VENV)-oldest/bin/python -m pip install --quiet --disable-pip-version-check \
		-c $(VENV)-oldest/constraints.txt "polars==1.36.*" -e ".[dev]"
	$(VENV)-oldest/bin/python -m pytest -n auto --dist worksteal -q \
		tests/tables tests/expressions tests/indicators tests/extracts tests/reports tests/properties

check: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(INSTALLED)
	$(BIN)/python -m benchmarks

bundle: $(INSTALLED)
	$(BIN)/python -m bundle
	CHATCALC_BUNDLE=dist $(BIN)/python -m pytest -q tests/bundle

fuzz: $(INSTALLED)
	CHATCALC_FUZZ=1 $(BIN)/python -m pytest -q tests/properties tests/expressions tests/extracts tests/specs/test_fuzzing.py
	$(BIN)/python tests/specs/endless.py -max_total_time=60

clean:
	rm -rf $(VENV) $(VENV)-oldest build dist

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $@
