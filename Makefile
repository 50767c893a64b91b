# Two commands set everything up: `make run` and `make test`.

PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
PORT    ?= 8501
JOBS    ?= $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$((n < 4 ? n : 4)))

.PHONY: help run test check coverage house bench lock audit system clean empty

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

run: $(VENV)/run.stamp ## install, prepare the store with demo data when it is empty, serve on $(PORT)
	$(BIN)/python -m lib.cli init --demo
	$(BIN)/streamlit run app.py --server.port $(PORT)

empty: $(VENV)/run.stamp ## prepare a store for real figures; asks for its first administrator
	$(BIN)/python -m lib.cli init

test: system $(VENV)/dev.stamp ## install and run everything that must hold
	$(MAKE) check
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

check: $(VENV)/dev.stamp ## style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

coverage: $(VENV)/dev.stamp ## how much of the pure floors their own tests reach; the floor is in pyproject.toml
	$(BIN)/python -m pytest -q -n $(JOBS) tests/domain tests/text --cov --cov-report=term

house: $(VENV)/dev.stamp ## how the code stands: files a folder, long files, circles, arrows
	$(BIN)/python -m tests.support.house

bench: system $(VENV)/dev.stamp ## measure, or with SHORT=1 only show that every measurement runs; JSON in var/bench
	$(BIN)/python -m tests.bench $(if $(SHORT),--short) $(ONLY)

lock: ## resolve requirements*.in into pinned requirements*.txt
	uv pip compile -q --python-version 3.11 --generate-hashes --no-header requirements.in -o requirements.txt
	uv pip compile -q --python-version 3.11 --generate-hashes --no-header requirements-dev.in -o requirements-dev.txt
	uv pip compile -q --python-version 3.11 --generate-hashes --no-header requirements-audit.in -o requirements-audit.txt

audit: $(VENV)/audit/audit.stamp ## ask the advisory service about every pinned package
	$(BIN)/python tests/scripts/audit.py $(VENV)/audit/bin/pip-audit requirements.txt requirements-dev.txt

system: ## what the tests need from Debian (only as root on Debian)
	@bash tests/system_packages.sh

$(VENV)/run.stamp: requirements.txt
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Apart from the others: the auditor's own packages must not decide what the product runs on.
$(VENV)/audit/audit.stamp: $(VENV)/run.stamp requirements-audit.txt
	test -x $(VENV)/audit/bin/python || $(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.txt
	@touch $@

clean: ## remove what was installed and measured; the data in var/ stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis var/tests
