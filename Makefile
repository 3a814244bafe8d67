# Every target sets up what it needs: Python 3.11-3.13 with venv is enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH_READY := $(VENV)/.bench-ready

.PHONY: demo test test-all check bench fuzz messages lock clean

demo: $(READY)  ## the main job on data/plans
	@mkdir -p build
	$(BIN)/corpus-tools extract data/plans -o build/plans.jsonl
	$(BIN)/corpus-tools duplicates data/plans --table families
	$(BIN)/corpus-tools themes data/plans --table shares
	$(BIN)/corpus-tools report data/plans -o build/report.html
	@echo "build/plans.jsonl and build/report.html are written; open the page in a browser."

test: $(READY)  ## all tests that need nothing but Python
	$(BIN)/pytest -m "not browser and not slow"

test-all: $(READY)  ## with a real browser, notebooks, larger corpora
	$(BIN)/pytest

check: $(READY)  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(BENCH_READY)  ## accuracy and speed beside other tools; writes benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

fuzz: $(READY)  ## every reader for a minute on bytes led by its code (Linux; elsewhere it says that it skips)
	-$(BIN)/pip install -q --disable-pip-version-check "atheris>=3"
	$(BIN)/python -m fuzz

messages: $(READY)  ## message catalogues from the code
	@mkdir -p build
	$(BIN)/pybabel -q extract -F pyproject.toml -k N_ -k format_count:1,2 --no-location --sort-output \
		--msgid-bugs-address=none --project=corpus-tools -o build/corpus_tools.pot corpus_tools
	$(BIN)/pybabel -q update -D corpus_tools -l zh -i build/corpus_tools.pot -d corpus_tools/output/locale \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile -D corpus_tools -d corpus_tools/output/locale

lock: $(READY)  ## uv.lock, and the constraints that pip uses
	$(BIN)/pip install -q uv
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export -q --all-extras --no-hashes --no-emit-project --no-header --no-annotate -o constraints.txt

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

$(BENCH_READY): $(READY)
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e ".[bench]"
	@touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
