"""Measure on scratch databases; print a table, and all results as one JSON list on the last line.

``python -m tests.benchmarks.run [name …]`` runs some of the modules beside this one; each has ``measure()``, which
yields dicts with a ``name``. A new benchmark is a new module here.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from . import databases

HARNESS = {
    "__init__",
    "bare_django",
    "databases",
    "ledger_size",
    "measure",
    "oscar_search",
    "run",
    "shop_sizes",
    "timing",
    "worker",
}


def main(names):
    names = names or sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in HARNESS)
    results = []
    for database in databases.all_there():
        with database as environment:
            results += _measure(names, environment)
    _print_table(results)
    print(json.dumps(results, ensure_ascii=False))


def _measure(names, environment):
    command = [sys.executable, "-m", "tests.benchmarks.measure", *names]
    environment = {**os.environ, "LOG_LEVEL": "ERROR", **environment}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _print_table(results):
    for result in results:
        facts = {key: value for key, value in result.items() if key not in ("benchmark", "database", "name")}
        words = "  ".join(f"{key} {value}" for key, value in facts.items())
        print(f"{result['database']:<11} {result['name']:<28} {words}")


if __name__ == "__main__":
    main(sys.argv[1:])
