# Two commands do everything: make bulletins, make test. Each sets up what it needs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help setup bulletins test test-slow test-spark test-lowest test-airflow check lab site bench wheel clean

help:
	@echo "make bulletins  the five packaged bulletins as HTML and PDF, in outputs/"
	@echo "make test       all tests, on all cores"
	@echo "make test-slow  what repeats hundreds of times: whether intervals cover the truth"
	@echo "make test-spark the counts on Spark as well; needs Java 17"
	@echo "make test-lowest   the engine on the oldest ipykernel that is allowed"
	@echo "make test-airflow  the example of a DAG on a real Airflow; installs 800 MB"
	@echo "make check      lint, types, notebooks without outputs"
	@echo "make lab        JupyterLab on notebooks/explore.ipynb: a month, its units, its topics, other rules"
	@echo "make site       the documentation as a site, in site/; opened from a file, without network"
	@echo "make bench      where the time goes, as ratios in one run"
	@echo "make wheel      the package, tried out in an empty environment"

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml constraints.txt tools/system-libraries
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	sh tools/system-libraries $(BIN)/python
	@touch $@

bulletins: setup
	@$(BIN)/hotline batch --samples --outputs outputs
	@echo "Open $(CURDIR)/outputs/index.html, which lists them, or any of the files above"

test: setup
	$(BIN)/python -m pytest -n auto --dist loadfile

test-slow: setup
	$(BIN)/python -m pytest -m slow tests

$(VENV)/.spark: $(VENV)/.ready
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev,spark]"
	@touch $@

test-spark: $(VENV)/.spark
	$(BIN)/python -m pytest -m spark tests/spark

$(VENV)/.lowest: pyproject.toml constraints.txt
	grep -v '^ipykernel==' constraints.txt > $(VENV)/constraints-lowest.txt
	$(PYTHON) -m venv .venv-lowest
	.venv-lowest/bin/pip install --quiet --disable-pip-version-check --constraint $(VENV)/constraints-lowest.txt \
		"ipykernel==6.29.5" --editable ".[dev]"
	@touch $@

test-lowest: setup $(VENV)/.lowest
	.venv-lowest/bin/python -m pytest tests/batch/engine

$(VENV)/.airflow: pyproject.toml tests/airflow/constraints.txt
	$(PYTHON) -m venv .venv-airflow
	.venv-airflow/bin/pip install --quiet --disable-pip-version-check --constraint tests/airflow/constraints.txt \
		apache-airflow apache-airflow-providers-papermill pytest --editable .
	@touch $@

test-airflow: setup $(VENV)/.airflow
	.venv-airflow/bin/python -m pytest -p no:cacheprovider -m airflow tests/airflow

check: setup
	$(BIN)/ruff check hotline_analysis tests bench
	$(BIN)/ruff format --check hotline_analysis tests bench
	$(BIN)/ruff check notebooks
	$(BIN)/mypy
	$(BIN)/python tools/notebooks-are-clean

$(VENV)/.lab: $(VENV)/.ready
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev,lab]"
	@touch $@

lab: $(VENV)/.lab
	$(BIN)/jupyter lab notebooks/explore.ipynb

# the variable silences a notice of mkdocs-material about other programs
site: setup
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "Open site/index.html"

bench: setup
	$(BIN)/python bench/stages.py
	$(BIN)/python bench/importing.py
	$(BIN)/python bench/synth.py
	$(BIN)/python bench/counting.py
	$(BIN)/python bench/ranks.py
	$(BIN)/python bench/drivers.py
	$(BIN)/python bench/batch.py

wheel: setup
	sh tools/try-wheel $(BIN)/python

clean:
	rm -rf $(VENV) .venv-lowest .venv-airflow dist build site outputs/*
