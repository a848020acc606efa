"""``manage.py import_catalogue``: what it prints and how it ends."""

import json

import pytest
from django.core.management import CommandError, call_command
from oscar.core.loading import get_model

from catalogue_import import template

from .test_import import FULL
from .workbooks import jpeg

Product = get_model("catalogue", "Product")
KEYS = ["rows", "created", "updated", "unchanged", "rejected", "images", "errors", "seconds", "peak_mib"]


@pytest.fixture
def command(shop, tmp_path, capsys):
    """Return a function that runs the command on rows; it returns the exit code and what was printed."""

    def run(*options, rows=(FULL,), data=None, supplier=shop.code):
        path = tmp_path / "目录.xlsx"
        if data is None:
            template.write(path, rows, {"A-1": [jpeg()]})
        else:
            path.write_bytes(data)
        code = 0
        try:
            call_command("import_catalogue", str(path), "--supplier", supplier, *options)
        except SystemExit as ended:
            code = ended.code
        return code, capsys.readouterr().out

    return run


def test_a_clean_import_ends_with_0_and_tells_its_counts(command):
    code, out = command("--json", "--publish")

    told = json.loads(out)
    assert code == 0
    assert list(told) == KEYS
    assert [told[key] for key in KEYS[:7]] == [1, 1, 0, 0, 0, 1, []]
    assert told["seconds"] > 0 and told["peak_mib"] > 1
    assert Product.objects.get().is_public


def test_the_same_again_is_all_unchanged(command):
    command("--publish")

    assert json.loads(command("--json", "--publish")[1])["unchanged"] == 1


def test_without_publish_nothing_goes_on_sale(command):
    assert command()[0] == 0
    assert not Product.objects.get().is_public


def test_a_dry_run_writes_nothing(command):
    code, out = command("--dry-run", "--json")

    assert (code, json.loads(out)["created"]) == (0, 1)
    assert not Product.objects.exists()


def test_rejected_rows_end_with_1_and_are_listed(command):
    code, out = command("--json", rows=[FULL, FULL | {"code": "A-2", "price": "五十"}])

    assert code == 1
    assert json.loads(out)["errors"] == [
        {"row": 3, "column": "单价(元)", "value": "五十", "message": "请填数字，如 58 或 58.50。"}
    ]
    assert "第 3 行 单价(元)（五十）：请填数字" in command(rows=[FULL, FULL | {"code": "A-2", "price": "五十"}])[1]


def test_a_refused_file_ends_with_2_and_says_why(command):
    code, out = command("--json", data=b"not a workbook")

    told = json.loads(out)
    assert code == 2
    assert list(told) == KEYS
    assert "不是 .xlsx 工作簿" in told["errors"][0]["message"]


def test_an_unknown_supplier_or_file_ends_with_2(command):
    with pytest.raises(CommandError, match="没有编码为 NO-1 的供应商") as unknown:
        command(supplier="NO-1")
    with pytest.raises(CommandError, match="没有这个文件") as missing:
        call_command(
            "import_catalogue", "/nowhere.xlsx", "--supplier", get_model("partner", "Partner").objects.get().code
        )

    assert unknown.value.returncode == missing.value.returncode == 2
