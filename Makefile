# make demo   a virtual environment, chatcalc in it, and the table of the sample authority
# make test   the same environment, and the tests
# make docs   write the pages of docs/ that are made from the program
# make check  lint, format, types, and the order of the rooms
# make oldest the tests of tables, language and engine with the oldest Polars that chatcalc supports
# make bench  reading and calculating measured beside plain ways of doing the same
# make bundle one zip file to install from where no package index can be reached, built and tried
# make fuzz   damaged inputs on every reader, with a report, and longer runs of the random tests
# make audit  the frozen dependencies against the published advisories, where that service can be reached

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: demo test oldest docs check format bench bundle fuzz audit clean

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
	$(BIN)/python tests/fuzzing/report.py 20
	CHATCALC_FUZZ=1 $(BIN)/python -m pytest -q tests/properties tests/expressions tests/extracts tests/fuzzing \
		tests/specs/test_fuzzing.py
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[fuzz]"
	$(BIN)/python tests/fuzzing/guided.py -max_total_time=60
	$(BIN)/python tests/specs/endless.py -max_total_time=60

audit: $(INSTALLED)
	$(PYTHON) -m venv $(VENV)-audit
	$(VENV)-audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(VENV)-audit/bin/pip-audit --strict --requirement constraints.txt --no-deps --disable-pip --progress-spinner off \
		|| { echo "audit: an advisory stands above, or the service that knows them could not be reached"; exit 1; }

clean:
	rm -rf $(VENV) $(VENV)-oldest $(VENV)-audit build dist

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $@
