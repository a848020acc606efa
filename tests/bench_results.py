"""Run the benchmarks and keep what they said; hold one run against another.

``python -m tests.bench_results [name …]`` measures, writes ``var/bench.json`` and, of a whole run,
``tests/benchmarks/RESULTS.md``; ``--save`` keeps the last run as ``tests/benchmarks/baseline.json``; ``--compare``
shows what became worse since then by more than a fifth, and ends with 1 if anything did.
"""

import json
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent / "benchmarks"
LAST, BASELINE, TABLE = Path("var/bench.json"), HERE / "baseline.json", HERE / "RESULTS.md"
KEY = ("database", "benchmark", "name")
TOLERANCE = 1.2
# Facts of which less is better, by how they end; a rate (a second) or a ratio to Oscar is better the higher it is.
LESS, MORE = ("ms", "seconds", "mib", "ratio_to_10k", "times_bare", "queries"), ("per_second", "ratio")


def main(arguments):
    if "--compare" in arguments:
        worse = list(regressions(read(BASELINE), read(LAST)))
        print("\n".join(worse) or "Nothing became worse by more than a fifth.")
        return 1 if worse else 0
    if "--save" in arguments:
        BASELINE.write_text(LAST.read_text())
        return 0
    run = [sys.executable, "-m", "tests.benchmarks.run", *arguments]
    done = subprocess.run(run, stdout=subprocess.PIPE, text=True, check=True)
    print(done.stdout.rsplit("\n", 2)[0])
    report = {"machine": machine(), "results": json.loads(done.stdout.strip().splitlines()[-1])}
    LAST.parent.mkdir(exist_ok=True)
    LAST.write_text(json.dumps(report, ensure_ascii=False, indent=1))
    if not arguments:
        TABLE.write_text(markdown(report))
    return 0


def read(path):
    return json.loads(path.read_text())


def machine():
    """Describe the machine without naming it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    words = f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB"
    return f"{words}, {platform.system()}, Python {platform.python_version()}, {date.today():%Y-%m-%d}"


def markdown(report):
    """Return the report as a page: a table a benchmark."""
    lines = ["# What was measured", "", f"By `make bench` on {report['machine']}; medians of several rounds.", ""]
    results = report["results"]
    for name in dict.fromkeys(result["benchmark"] for result in results):
        lines += [f"## {name}", "", "| database | what | figures |", "|---|---|---|"]
        for row in results:
            if row["benchmark"] == name:
                figures = ", ".join(f"{key} {value}" for key, value in row.items() if key not in KEY)
                lines.append(f"| {row['database']} | {row['name']} | {figures} |")
        lines.append("")
    return "\n".join(lines)


def regressions(old, new):
    """Yield a line for each figure that is worse than it was by more than a fifth, and for each that is gone."""
    before = {tuple(row[key] for key in KEY): row for row in old["results"]}
    after = {tuple(row[key] for key in KEY): row for row in new["results"]}
    for key, row in before.items():
        if key not in after:
            yield f"{' · '.join(key)}: not measured any more"
            continue
        for fact, value in row.items():
            change = _worse(fact, value, after[key].get(fact))
            if change > TOLERANCE:
                yield f"{' · '.join(key)}: {fact} {value} → {after[key][fact]} ({change:.2f} times as bad)"


def _worse(fact, before, after):
    """Return how many times as bad a figure has become; 0 when it cannot be said."""
    if fact.startswith("wanted") or not all(isinstance(value, int | float) and value > 0 for value in (before, after)):
        return 0
    if fact.endswith(LESS):
        return after / before
    return before / after if fact.endswith(MORE) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
