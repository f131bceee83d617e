# Two commands do everything: make bulletins, make test. Each sets up what it needs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2

.PHONY: help setup bulletins test test-slow test-spark check lab bench wheel clean

help:
	@echo "make bulletins  the five packaged bulletins as HTML and PDF, in outputs/"
	@echo "make test       all tests, on all cores"
	@echo "make test-slow  what repeats hundreds of times: whether intervals cover the truth"
	@echo "make test-spark the counts on Spark as well; needs Java 17"
	@echo "make check      lint, types, notebooks without outputs"
	@echo "make lab        JupyterLab on the notebooks"
	@echo "make bench      where the time goes, as ratios in one run"
	@echo "make wheel      the package, tried out in an empty environment"

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml constraints.txt tools/system-libraries
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	sh tools/system-libraries $(BIN)/python
	@touch $@

bulletins: setup
	@$(BIN)/hotline batch --samples --outputs outputs -j $(JOBS)
	@echo "Open any of the .html or .pdf files above; they are in $(CURDIR)/outputs"

test: setup
	$(BIN)/python -m pytest -n auto --dist loadfile

test-slow: setup
	$(BIN)/python -m pytest -m slow tests

$(VENV)/.spark: $(VENV)/.ready
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev,spark]"
	@touch $@

test-spark: $(VENV)/.spark
	$(BIN)/python -m pytest -m spark tests/spark

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
	$(BIN)/jupyter lab notebooks

bench: setup
	$(BIN)/python bench/stages.py
	$(BIN)/python bench/importing.py
	$(BIN)/python bench/synth.py
	$(BIN)/python bench/counting.py
	$(BIN)/python bench/ranks.py
	$(BIN)/python bench/drivers.py

wheel: setup
	sh tools/try-wheel $(BIN)/python

clean:
	rm -rf $(VENV) dist build outputs/*
