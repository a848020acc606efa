"""The help opens for everybody, page by page."""

import pytest
from django.urls import reverse

from shop.guide.views import GUIDES


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
def test_every_guide_opens_and_links_the_others(client, db, guide):
    answer = client.get(reverse("guide:page", args=[guide.slug]))

    assert answer.status_code == 200
    for other in GUIDES:
        assert reverse("guide:page", args=[other.slug]) in answer.content.decode()


def test_an_unknown_guide_is_not_found(client, db):
    assert client.get(reverse("guide:page", args=["nobody"])).status_code == 404


def test_the_help_is_read_only(client, db):
    assert client.post(reverse("guide:index")).status_code == 405
