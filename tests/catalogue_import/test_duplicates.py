"""The same file twice, the same product twice."""

from .test_import import FULL
from .test_pages import text


def test_the_same_file_again_says_so_and_leads_to_the_earlier_run(desk):
    from catalogue_import import template

    data = template.as_bytes(rows=[FULL])
    first = desk.uploaded(data=data)
    assert "完全一样" not in text(desk.get("review", first.pk))
    desk.post("confirm", first.pk)

    second = desk.uploaded(data=data, name="改了名.xlsx")

    page = text(desk.get("review", second.pk))
    assert "完全一样" in page and desk.url("review", first.pk) in page
    assert second.is_in_review


def test_another_suppliers_same_file_is_nobodys_business(desk, rival, now):
    from catalogue_import.models import CatalogueImport

    first = desk.uploaded(FULL)
    other = CatalogueImport.objects.create(
        supplier=rival.partners.get(), name="x.xlsx", digest=first.digest, uploaded_at=now
    )
    other.rows.create(sheet="x", number=1, outcome="NEW")
    later = desk.uploaded(FULL | {"stock": 5})
    CatalogueImport.objects.filter(pk=later.pk).update(digest=first.digest)
    CatalogueImport.objects.filter(pk=first.pk).delete()

    assert "完全一样" not in text(desk.get("review", later.pk))


def test_a_name_and_spec_under_another_code_is_a_warning_not_a_rejection(desk):
    desk.post("confirm", desk.uploaded(FULL).pk)

    catalogue_import = desk.uploaded(FULL | {"code": "B-9", "spec": "5KG/箱", "title": "秭归脐橙  5kg"})

    row = catalogue_import.rows.get()
    assert (row.outcome, len(row.warnings)) == ("NEW", 1)
    assert "已有编码 A-1" in text(desk.get("review", catalogue_import.pk))
    desk.post("confirm", catalogue_import.pk)
    catalogue_import.refresh_from_db()
    assert catalogue_import.is_done


def test_two_codes_for_one_product_in_one_file_are_warned_of_at_both_rows(desk):
    catalogue_import = desk.uploaded(FULL, FULL | {"code": "B-9"}, FULL | {"code": "C-9", "spec": "10kg/箱"})

    warned = {row.code: [warning["message"] for warning in row.warnings] for row in catalogue_import.rows.all()}
    assert "B-9" in warned["A-1"][0] and "A-1" in warned["B-9"][0]
    assert warned["C-9"] == []


def test_one_code_twice_is_an_error_on_both_rows_naming_each_other(desk):
    catalogue_import = desk.uploaded(FULL, FULL | {"title": "另一种"})

    messages = [row.mistakes[0]["message"] for row in catalogue_import.rows.order_by("number")]
    assert "另见第 3 行" in messages[0] and "另见第 2 行" in messages[1]
    assert catalogue_import.rejected == 2
