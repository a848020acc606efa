# Everything a person or a script needs. `make demo` and `make test` set up what they use.
PYTHON ?= python3.11
BIN = .venv/bin
MANAGE = $(BIN)/python manage.py

.PHONY: demo test lint bench bench-save bench-compare lock backup restore clean

INSTALL = $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-compile --require-hashes
COMPILE = uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url

# Everything pinned, so nothing is left to resolve; Python compiles what it imports when it does.
.venv/installed: requirements.lock
	$(PYTHON) -m venv .venv
	$(INSTALL) -r requirements.lock
	touch $@

.venv/tools: requirements-dev.lock .venv/installed
	$(INSTALL) -r requirements-dev.lock
	touch $@

demo: .venv/installed
	DEMO=1 $(MANAGE) serve_demo

test: .venv/tools
	$(BIN)/python -m tests.run

lint: .venv/tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --check --lint templates
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run

backup: .venv/installed
	$(MANAGE) backup

# make restore FROM=var/backups/20261126T190000Z
restore: .venv/installed
	$(MANAGE) restore $(FROM)

bench: .venv/tools
	$(BIN)/python -m tests.bench_results

bench-save:
	$(BIN)/python -m tests.bench_results --save

bench-compare:
	$(BIN)/python -m tests.bench_results --compare

lock:
	$(COMPILE) requirements.in -o requirements.lock
	$(COMPILE) requirements-dev.in -o requirements-dev.lock
	$(COMPILE) deploy/requirements.in -o deploy/requirements.lock

clean:
	rm -rf var .venv
