# Everything a person or a script needs. `make demo` and `make test` set up what they use.
PYTHON ?= python3.11
BIN = .venv/bin
MANAGE = $(BIN)/python manage.py

.PHONY: demo test lint bench lock clean

.venv/installed: requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

demo: .venv/installed
	DEMO=1 $(MANAGE) serve_demo

test: .venv/installed
	$(BIN)/python -m tests.run

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --check --lint templates
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run

bench: .venv/installed
	$(BIN)/python -m tests.benchmarks.run

lock:
	uv pip compile requirements.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url -o requirements.lock

clean:
	rm -rf var .venv
