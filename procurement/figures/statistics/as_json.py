"""An overview as plain values for JSON: keys in English, amounts as strings with two decimals."""

from django.conf import settings

from .overview import parts_targeted


def write(overview):
    """Return the overview as a dictionary; amounts are CNY with tax."""
    selection, plan = overview.selection, overview.selection.plan
    return {
        "county": settings.COUNTY_NAME,
        "plan": {
            "year": plan.year,
            "title": plan.title,
            "document_number": plan.document_number,
            "task_number": plan.task_number,
            "is_demo": plan.is_demo,
        },
        "stage": selection.stage,
        "stage_label": selection.stage_label,
        "counting_stage": plan.counting_stage,
        "from": selection.starts_on.isoformat(),
        "to": selection.ends_on.isoformat(),
        "filters": {name: value for name, value in selection.parameters.items() if name not in ("plan", "stage")},
        "includes_demo": overview.includes_demo,
        "total": amount(overview.total.amount),
        **_comparison(overview.target),
        "stages": {figure.selection.stage: amount(figure.amount) for _, figure in overview.stages},
        "units": [_unit(row, comparison, overview) for row, comparison in overview.targeted()],
        "regions": [
            {"code": row.code, "name": row.name, "amount": amount(row.total.amount), **_comparison(comparison)}
            for row, comparison, _ in overview.regions_targeted()
        ],
        "months": [
            {"month": row.key, "amount": amount(row.total.amount), "regions": _regions(row, overview)}
            for row in overview.months
        ],
        "quarters": [
            {"quarter": row.number, "amount": amount(row.total.amount), **_comparison(row.comparison)}
            for row in overview.quarters
        ],
        "categories": [{"name": row.name, "amount": amount(row.total.amount)} for row in overview.categories],
        "suppliers": [_named(row) for row in overview.suppliers],
        "channels": [_named(row) for row in overview.channels],
    }


def amount(value):
    """``Decimal("1280.5")`` → ``"1280.50"``."""
    return f"{value:.2f}"


def _unit(row, comparison, overview):
    """A unit's own purchases, without its subordinate units; the public has an empty code."""
    own = {"code": row.code, "name": row.name, "path": row.path, "amount": amount(row.total.amount)}
    parts = parts_targeted(row, [one.region for one in overview.regions], overview.targets) if row.unit else []
    aims = {region.code: _comparison(one) for region, _, one in parts if one.target}
    return {**own, **_comparison(comparison), "regions": _regions(row, overview), "region_targets": aims}


def _named(row):
    return {"code": row.code, "name": row.name, "amount": amount(row.total.amount)}


def _regions(row, overview):
    return {region.code: amount(part.amount) for region, part in zip(overview.regions, row.regions, strict=True)}


def _comparison(comparison):
    if comparison is None or comparison.target is None:
        return {"target": None, "percentage": None}
    target = {
        "amount": amount(comparison.target.amount),
        "basis": comparison.target.basis,
        "basis_label": comparison.target.get_basis_display(),
        "reference": comparison.target.reference,
        "quarter": comparison.target.quarter or None,
        "difference": amount(comparison.difference),
        "is_demo": comparison.target.is_demo,
    }
    return {"target": target, "percentage": str(comparison.percentage)}
