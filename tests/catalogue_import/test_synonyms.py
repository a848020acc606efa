"""A supplier's own words: asked about once, understood from then on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue_import import synonyms
from catalogue_import.models import CatalogueImport, Synonym

from .test_import import FULL
from .test_pages import BAD, text

ODD = FULL | {"unit": "一大箱子", "category": "橙子类"}


def learn(desk, catalogue_import=None, key="unit", word="一大箱子", meaning="箱"):
    extra = {"import": catalogue_import.pk} if catalogue_import else {}
    return desk.post("learn", key=key, word=word, meaning=meaning, **extra)


def test_unknown_words_are_offered_to_be_explained_with_the_rows_they_concern(desk):
    catalogue_import = desk.uploaded(ODD, ODD | {"code": "A-2", "title": "别的橙"}, BAD | {"code": "A-3"})

    page = text(desk.get("review", catalogue_import.pk))

    assert "有些写法我们不认识" in page
    assert "一大箱子" in page and "（2 行）" in page
    assert "五十" not in page.split("有些写法我们不认识")[1].split("</section>")[0]


def test_an_explained_word_puts_its_rows_right_and_leaves_the_others(desk):
    catalogue_import = desk.uploaded(ODD, ODD | {"code": "A-2", "title": "别的橙"}, BAD | {"code": "A-3"})

    learn(desk, catalogue_import)
    learn(desk, catalogue_import, "category", "橙子类", "水果 > 脐橙")

    catalogue_import.refresh_from_db()
    assert (catalogue_import.created, catalogue_import.rejected) == (2, 1)
    row = catalogue_import.rows.get(code="A-1")
    assert (row.values["unit"], row.values["category"], row.mistakes) == ("箱", "水果 > 脐橙", [])
    desk.post("confirm", catalogue_import.pk, only_good="1")
    assert CatalogueImport.objects.get().is_done


def test_a_word_is_understood_in_the_next_file_in_any_form(desk):
    learn(desk, word="大件 Box")

    catalogue_import = desk.uploaded(FULL | {"unit": "大件ＢＯＸ"})

    assert (catalogue_import.created, catalogue_import.rows.get().values["unit"]) == (1, "箱")


def test_a_word_said_again_takes_its_new_meaning_and_can_be_forgotten(desk):
    learn(desk)
    learn(desk, meaning="盒")
    synonym = Synonym.objects.get()
    assert synonym.meaning == "盒"
    assert "一大箱子" in text(desk.get("memory"))

    desk.post("unlearn", synonym.pk)
    assert desk.uploaded(ODD).rejected == 1


@pytest.mark.parametrize(
    "key, word, meaning",
    [("unit", "x", "不是单位"), ("unit", "", "箱"), ("price", "x", "箱"), ("unit", "长" * 300, "箱")],
)
def test_nonsense_is_not_learnt(desk, key, word, meaning):
    learn(desk, key=key, word=word, meaning=meaning)

    assert not Synonym.objects.exists()


def test_rows_with_one_code_stay_rejected_when_their_words_are_known(desk):
    catalogue_import = desk.uploaded(ODD | {"category": "脐橙"}, FULL)

    learn(desk, catalogue_import)

    catalogue_import.refresh_from_db()
    assert catalogue_import.rejected == 2
    assert all("重复" in row.mistakes[0]["message"] for row in catalogue_import.rows.all())


def test_checking_again_costs_the_same_for_many_rows(desk, shop, seller, now):
    imports = [desk.uploaded(*(ODD | facts(number) for number in range(count))) for count in (5, 60)]
    synonyms.remember(supplier=shop, key="unit", word="一大箱子", meaning="箱", by=seller, at=now)

    costs = []
    for catalogue_import in imports:
        with CaptureQueriesContext(connection) as queries:
            synonyms.check_again(catalogue_import=catalogue_import)
        costs.append(len(queries))

    assert [each.rows.filter(outcome="NEW").count() for each in imports] == [5, 60]
    assert costs[0] == costs[1] < 25


def facts(number):
    return {"category": "脐橙", "code": f"A-{number}", "title": f"橙{number}"}
