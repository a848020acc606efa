"""Pictures of products in the sizes that pages ask for."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image

from shop.produce import pictures
from tests import factories
from tests.catalogue_import.workbooks import jpeg


@pytest.fixture
def product(supplier):
    product = factories.make_product(supplier)
    pictures.save(product, jpeg("red", size=(1600, 1200)), 0)
    pictures.save(product, jpeg("blue", size=(300, 200)), 1)
    return product


def sizes(image):
    for side in pictures.SIDES:
        name = image.original.name.removesuffix(".jpg") + f".{side}.webp"
        with Image.open(io.BytesIO(default_storage.open(name).read())) as small:
            yield small.format, small.size


def test_every_size_lies_ready_before_anybody_asks(product):
    large, small = product.images.order_by("display_order")

    assert list(sizes(large)) == [("WEBP", (240, 180)), ("WEBP", (480, 360)), ("WEBP", (960, 720))]
    assert [size for _, size in sizes(small)] == [(240, 160), (300, 200), (300, 200)]


def test_pages_let_the_browser_choose_and_load_only_what_is_seen(client, product):
    page = client.get(product.get_absolute_url()).content.decode()

    image = product.images.order_by("display_order").first()
    assert f'srcset="{pictures.srcset(image)}"' in page
    assert pictures.srcset(image).count("w,") == 2
    assert page.count('fetchpriority="high"') == 1 and 'loading="lazy"' in page
    assert f'href="{pictures.large_url(image)}"' in page


def test_the_first_cards_of_a_list_are_not_lazy(client, supplier):
    for _ in range(6):
        pictures.save(factories.make_product(supplier), jpeg(), 0)

    page = client.get("/catalogue/").content.decode()

    assert page.count('sizes="(min-width') == 6
    assert page.count('loading="lazy"') == 2


def test_sizes_that_are_missing_are_made_later(product, capsys):
    image = product.images.order_by("display_order").first()
    missing = image.original.name.removesuffix(".jpg") + ".960.webp"
    default_storage.delete(missing)

    call_command("complete_pictures")
    call_command("complete_pictures")

    assert default_storage.exists(missing)
    assert capsys.readouterr().out.splitlines() == ["补齐了 1 张图片的小图。", "补齐了 0 张图片的小图。"]


def test_a_picture_whose_file_is_gone_breaks_nothing(product, capsys):
    image = product.images.order_by("display_order").first()
    pictures.forget(pictures.digest_of(image))

    call_command("complete_pictures")

    assert "0 张" in capsys.readouterr().out
    assert not any(default_storage.exists(name) for name in pictures._names(image.original.name))
