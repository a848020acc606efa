"""The office arranges the front page and writes stories and notices."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from shop.campaign import articles, front_page
from shop.campaign.models import Article, ArticleKind, FrontPage


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


@pytest.fixture
def story(office):
    facts = {"kind": ArticleKind.STORY, "title": "塬上的苹果", "body": "第一段。\n\n第二段。"}
    return articles.write(by=office, at=timezone.now(), **facts)


def address(name, *args):
    return reverse(f"office_campaign:{name}", args=args)


def text(response):
    return response.content.decode()


def photo(side=2000):
    stream = io.BytesIO()
    Image.new("RGB", (side, side // 2), "#c8452f").save(stream, "JPEG", exif=b"Exif\0\0secret place")
    return stream.getvalue()


def form(**changes):
    facts = {"kind": "STORY", "title": "峡江的橙子", "summary": "", "body": "正文。", "source": "", "picture_alt": ""}
    return {**facts, **changes}


def order(client):
    return [block.kind for block in client.get("/").context["blocks"]]


def test_what_is_changed_stays_a_draft_until_it_is_published(desk, oranges):
    before = order(desk)
    kind = before[1]

    desk.post(address("move", kind), {"step": "up"})
    desk.post(address("block", "UNITS"), {"title": "三步买齐", "lead": "", "is_shown": "on"})

    assert order(desk) == before and "三步买齐" not in text(desk.get("/"))
    preview = desk.get(address("preview"))
    assert "三步买齐" in text(preview) and "公众还看不到" in text(preview)

    desk.post(address("publish"))

    assert order(desk)[0] == kind and "三步买齐" in text(desk.get("/"))
    assert front_page.draft() is None


def test_a_hidden_block_is_not_on_the_page(desk):
    for kind in ("HALLS", "STORIES", "NOTICES", "SUPPLIERS", "UNITS"):
        desk.post(address("block", kind), {"title": "x", "lead": ""})
    desk.post(address("publish"))

    # The figures are hidden until the office shows them.
    assert order(desk) == ["SEASON"]


def test_a_draft_can_be_given_up_and_an_earlier_page_brought_back(desk, office):
    desk.post(address("block", "UNITS"), {"title": "第一版", "lead": "", "is_shown": "on"})
    desk.post(address("publish"))
    desk.post(address("block", "UNITS"), {"title": "第二版", "lead": "", "is_shown": "on"})
    desk.post(address("publish"))
    desk.post(address("block", "UNITS"), {"title": "算了", "lead": "", "is_shown": "on"})

    desk.post(address("discard"))

    assert front_page.draft() is None and "第二版" in text(desk.get("/"))
    first = FrontPage.objects.order_by("published_at").first()
    desk.post(address("restore", first.pk))
    assert "第二版" in text(desk.get("/"))
    desk.post(address("publish"))
    assert "第一版" in text(desk.get("/"))


def test_two_people_change_one_draft(desk, office):
    for kind in ("UNITS", "HALLS"):
        front_page.change(change=lambda now: now, by=office, at=timezone.now())
        desk.post(address("move", kind), {"step": "down"})

    assert FrontPage.objects.filter(published_at=None).count() == 1


def test_with_nothing_changed_there_is_nothing_to_publish(desk):
    answer = desk.post(address("publish"), follow=True)

    assert "没有改动可以发布" in text(answer) and not FrontPage.objects.exists()


def test_a_kind_of_block_that_is_unknown_is_not_found(desk):
    assert desk.get(address("block", "WEATHER")).status_code == 404
    assert desk.post(address("move", "WEATHER")).status_code == 404


def test_an_article_is_written_looked_at_and_published(desk, client):
    upload = SimpleUploadedFile("现场.jpg", photo(), "image/jpeg")
    answer = desk.post(address("article_new"), form(upload=upload, picture_alt="橙子"))
    article = Article.objects.get()

    assert answer.url == address("article", article.pk)
    assert client.get(article.get_absolute_url()).status_code == 404
    assert "峡江的橙子" in text(desk.get(answer.url))

    desk.post(address("article_publish", article.pk), {"publish_at": ""})

    public = text(client.get(article.get_absolute_url()))
    assert "峡江的橙子" in public and article.picture.url in public and 'property="og:image"' in public
    assert "峡江的橙子" in text(client.get("/")) and "峡江的橙子" in text(client.get(reverse("campaign:stories")))


def test_a_picture_is_encoded_anew_and_its_file_goes_when_it_is_replaced(
    desk, story, office, django_capture_on_commit_callbacks
):
    story = articles.write(article=story, by=office, at=timezone.now(), picture=photo(), picture_alt="果园")
    first = story.picture.name
    stored = default_storage.open(first).read()
    assert b"secret" not in stored and (story.picture_width, story.picture_height) == (1600, 800)

    with django_capture_on_commit_callbacks(execute=True):
        upload = SimpleUploadedFile("b.jpg", photo(600), "image/jpeg")
        desk.post(address("article_edit", story.pk), form(upload=upload, picture_alt="果园"))

    story.refresh_from_db()
    assert story.picture.name != first and not default_storage.exists(first)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "请填标题。"),
        ({"body": " "}, "请填正文。"),
        ({"upload": SimpleUploadedFile("a.svg", b"<svg onload='x'/>")}, "有图片就请写一句图片说明。"),
        ({"upload": SimpleUploadedFile("a.svg", b"<svg/>"), "picture_alt": "图"}, "照片须是 JPG、PNG 或 WebP 格式。"),
        ({"upload": SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\0\0"), "picture_alt": "图"}, "照片已损坏或无法处理"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_written(desk, changes, sentence):
    answer = desk.post(address("article_new"), form(**changes))

    assert answer.status_code == 422 and sentence in text(answer)
    assert not Article.objects.exists()


def test_markup_in_an_article_is_shown_as_it_was_typed(desk, client, story, office):
    articles.write(article=story, by=office, at=timezone.now(), body="<script>alert(1)</script>")
    articles.publish(article=story, by=office, at=timezone.now())

    page = text(client.get(story.get_absolute_url()))

    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_a_scheduled_article_appears_at_its_time(desk, client, story):
    later = timezone.localtime() + timedelta(days=2)
    desk.post(address("article_publish", story.pk), {"publish_at": f"{later:%Y-%m-%dT%H:%M}"})
    story.refresh_from_db()

    assert story.is_scheduled and client.get(story.get_absolute_url()).status_code == 404
    assert "发布" in text(desk.get(address("index")))
    assert list(Article.objects.published(timezone.now())) == []
    assert list(Article.objects.published(later + timedelta(minutes=1))) == [story]


def test_a_time_that_is_over_is_refused(desk, story):
    answer = desk.post(address("article_publish", story.pk), {"publish_at": "2020-01-01T09:00"})

    story.refresh_from_db()
    assert answer.status_code == 422 and "发布时间已经过去" in text(answer) and story.is_draft


def test_an_article_is_withdrawn_before_it_can_be_removed(desk, client, story, office):
    articles.publish(article=story, by=office, at=timezone.now())

    assert "先撤回" in text(desk.post(address("article_remove", story.pk), follow=True))
    desk.post(address("article_withdraw", story.pk))
    assert client.get(story.get_absolute_url()).status_code == 404
    desk.post(address("article_remove", story.pk))
    assert not Article.objects.exists()


def test_only_the_office_gets_there(client, shopper, handler, seller, story):
    pages = [address(name) for name in ("index", "preview", "article_new")]
    pages += [address(name, story.pk) for name in ("article", "article_edit")] + [address("block", "UNITS")]
    for person in (shopper, handler, seller):
        client.force_login(person)
        assert {client.get(page).status_code for page in pages} == {404}
        assert client.post(address("article_publish", story.pk)).status_code == 404
        assert client.post(address("publish")).status_code == 404
    client.logout()
    assert client.get(pages[0]).status_code == 302


@pytest.mark.parametrize("name", ["publish", "discard"])
def test_what_changes_something_takes_post_only(desk, name):
    assert desk.get(address(name)).status_code == 405


def test_the_desk_asks_the_same_queries_for_2_articles_as_for_20(desk, office):
    counts = []
    for size in (2, 18):
        for number in range(size):
            articles.write(by=office, at=timezone.now(), kind="NOTICE", title=f"{size}-{number}", body="文")
        with CaptureQueriesContext(connection) as queries:
            desk.get(address("index"))
        counts.append(len(queries))

    assert counts[0] == counts[1]
