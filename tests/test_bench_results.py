"""A benchmark's figures are told apart: what is worse, what is merely different, what is gone."""

import pytest

from tests import bench_results


def report(*rows):
    return {"machine": "m", "results": [{"database": "sqlite", "benchmark": "b", **row} for row in rows]}


@pytest.mark.parametrize(
    ("before", "after", "is_worse"),
    [
        ({"ms": 10}, {"ms": 13}, True),
        ({"ms": 10}, {"ms": 11}, False),
        ({"ours_per_second": 100}, {"ours_per_second": 70}, True),
        ({"ours_per_second": 100}, {"ours_per_second": 170}, False),
        ({"rounds": 10}, {"rounds": 60}, False),
        ({"wanted_ms": 10}, {"wanted_ms": 60}, False),
    ],
)
def test_only_what_became_worse_by_more_than_a_fifth_is_shown(before, after, is_worse):
    lines = list(bench_results.regressions(report({"name": "x", **before}), report({"name": "x", **after})))

    assert bool(lines) == is_worse


def test_what_is_not_measured_any_more_is_shown():
    assert "not measured" in next(bench_results.regressions(report({"name": "x", "ms": 1}), report()))


def test_the_table_has_every_figure_and_no_name_of_a_machine():
    page = bench_results.markdown(report({"name": "reserve", "ms": 12.5}))

    assert "| sqlite | reserve | ms 12.5 |" in page
    assert bench_results.platform.node() not in bench_results.machine()
