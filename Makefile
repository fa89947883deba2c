# `make run` and `make test` do all their set-up themselves.
SHELL := /bin/bash
PYTHON := .venv/bin/python

.PHONY: setup run test lint screens papers bench lock clean
.DEFAULT_GOAL := run

setup:
	@installer/setup.sh

run:
	@installer/setup.sh
	@$(PYTHON) -m installer.run

test:
	@installer/setup.sh test
	@$(PYTHON) -m installer.checks

lint:
	@installer/setup.sh test
	@$(PYTHON) -m installer.checks --no-tests

screens:
	@installer/setup.sh
	@$(PYTHON) -m installer.run --only screens

papers:
	@installer/setup.sh
	@$(PYTHON) -m installer.run --only day

bench:
	@installer/setup.sh test
	@$(PYTHON) -m tests.bench --out out

# Choose the newest packages that the .in files allow; needs uv. No registry address gets into the files.
LOCK := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links
lock:
	cd installer/requirements && $(LOCK) run.in -o run.txt && $(LOCK) -c run.txt build.in -o build.txt && $(LOCK) -c run.txt -c build.txt test.in -o test.txt

clean:
	rm -rf out build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.* *.egg-info
	find app ui db printing exporters installer tests -name __pycache__ -prune -exec rm -rf {} +
