"""Lists and the page of one product, as a visitor sees them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from PIL import Image

from procurement.models import Role
from shop.catalogue import categories, filters, offers
from shop.produce import pictures, products
from tests import factories

MOST_QUERIES = 12


def jpeg(side=900):
    import io

    out = io.BytesIO()
    Image.new("RGB", (side, side), "#e8862e").save(out, "JPEG")
    return out.getvalue()


def titles(response):
    return [offer.product.title for offer in response.context["page"].object_list]


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def region_of(code, **names):
    return factories.RegionFactory(code=code, **names)


def offer_of(product, month=11):
    return offers.Offer(products.with_facts(products.on_sale()).get(pk=product.pk), month)


def queries_of(client, address):
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def make_products(count, supplier):
    for number in range(count):
        product = factories.make_product(supplier, title=f"脐橙 {number} 号", tiers=[(20, "56.30")])
        product.images.create(original=f"products/{number}.jpg", display_order=0)


@pytest.mark.parametrize("name", ["index", "category"])
def test_a_list_asks_the_same_few_queries_for_5_products_and_for_50(client, supplier, name):
    make_products(5, supplier)
    branch = next(branch for branch in categories.read().values() if branch.parent)
    address = reverse("catalogue:index") if name == "index" else branch.url
    few = queries_of(client, address)

    make_products(45, supplier)

    assert queries_of(client, address) == few <= MOST_QUERIES


def test_a_list_shows_24_products_a_page_and_keeps_the_filter_on_the_next(client, supplier):
    make_products(30, supplier)

    first = client.get(reverse("catalogue:index"), {"sort": "price"})
    second = client.get(reverse("catalogue:index"), {"sort": "price", "page": "2"})

    assert (len(titles(first)), len(titles(second))) == (24, 6)
    assert "?sort=price&amp;page=2" in first.content.decode()
    assert not set(titles(first)) & set(titles(second))


@pytest.mark.parametrize("query", [{"page": "x"}, {"page": "999"}, {"sort": "pk"}, {"region": "'"}, {"price": "0"}])
def test_a_list_answers_to_nonsense_in_the_address(client, oranges, query):
    response = client.get(reverse("catalogue:index"), query)

    assert response.status_code == 200
    assert titles(response) == [oranges.title]


def test_unpublished_products_stand_in_no_list(client, oranges):
    oranges.is_public = False
    oranges.save()

    response = client.get(reverse("catalogue:index"))

    assert titles(response) == []
    assert "这里还没有商品上架" in response.content.decode()


def test_filters_narrow_by_region_price_season_and_stock(client, supplier):
    month = timezone.localdate().month
    far = factories.SupplierFactory(profile__region=region_of("632701", name="玉树市", slug="yushu"))
    factories.make_product(supplier, title="现在的", price="40.00", season_start=month, season_end=month)
    factories.make_product(supplier, title="卖完的", price="58.00", stock=0)
    factories.make_product(far, title="远方的", price="120.00")

    def shown(**query):
        return sorted(titles(client.get(reverse("catalogue:index"), query)))

    assert shown(region="yushu") == ["远方的"]
    assert shown(price="0-50") == ["现在的"]
    assert shown(price="100-200") == ["远方的"]
    assert shown(season="on") == ["现在的"]
    assert shown(stock="on") == ["现在的", "远方的"]
    assert shown(region="yushu", season="on") == []


def test_filters_narrow_by_county_weight_price_storage_and_marks(client, db):
    city = region_of("610200", name="铜川市", slug="tongchuan")
    yaozhou = region_of("610204", name="耀州区", slug="yaozhou", parent=city)
    yijun = region_of("610222", name="宜君县", slug="yijun", parent=city)
    supplier = factories.SupplierFactory(profile__region=city)
    factories.make_product(
        supplier,
        title="花椒",
        price="80.00",
        county=yaozhou,
        net_weight_g=500,
        storage="AMBIENT",
        certification="绿色食品",
    )
    factories.make_product(
        supplier, title="冻肉", price="90.00", county=yijun, net_weight_g=5000, storage="FROZEN", min_order_quantity=5
    )

    def shown(**query):
        return sorted(titles(client.get(reverse("catalogue:index"), query)))

    assert shown(region="tongchuan", county="610204") == ["花椒"]
    assert shown(county="610204") == ["冻肉", "花椒"]
    assert shown(per500="0-10") == ["冻肉"] and shown(per500="60-") == ["花椒"]
    assert shown(storage="frozen") == ["冻肉"] and shown(certified="on") == ["花椒"]
    assert shown(single="on") == ["花椒"] and shown(gi="on") == []
    assert shown(storage="frozen", single="on") == []


def test_each_choice_says_how_many_products_it_leaves(client, supplier):
    for price in ("40.00", "45.00", "120.00"):
        factories.make_product(supplier, price=price)

    page = client.get(reverse("catalogue:index")).content.decode()

    assert (
        "50 元以下（2）" in page and "100–200 元（1）" in page and "200 元以上（0）" in page and "秭归县（3）" in page
    )
    assert "只看有货（3）" in page and "地理标志（0）" in page
    narrowed = client.get(reverse("catalogue:index"), {"price": "0-50"}).content.decode()
    assert "秭归县（2）" in narrowed and "100–200 元（" not in narrowed


def test_an_empty_result_offers_to_drop_the_conditions(client, oranges):
    page = client.get(reverse("catalogue:index"), {"price": "200-"}).content.decode()

    assert "没有符合条件的商品" in page
    assert "清除全部条件" in page


def test_sorting_by_price_goes_both_ways(client, supplier):
    for price in ("60.00", "20.00", "40.00"):
        factories.make_product(supplier, title=price, price=price)

    assert titles(client.get(reverse("catalogue:index"), {"sort": "price"})) == ["20.00", "40.00", "60.00"]
    assert titles(client.get(reverse("catalogue:index"), {"sort": "price-down"})) == ["60.00", "40.00", "20.00"]


@pytest.mark.parametrize(
    ("start", "end", "fresh"), [(10, 3, True), (11, 11, True), (12, 2, False), (1, 10, False), (None, None, False)]
)
def test_fresh_means_within_a_season_that_may_pass_the_new_year(oranges, start, end, fresh):
    oranges.dossier.season_start, oranges.dossier.season_end = start, end
    oranges.dossier.save()

    found = products.on_sale().filter(filters.fresh_in(11))

    assert found.exists() == fresh


def test_a_category_holds_the_products_below_it(client, oranges):
    branches = list(categories.read().values())
    fruit = next(branch for branch in branches if branch.name == "水果")

    response = client.get(fruit.url)

    assert titles(response) == [oranges.title]
    assert [child.name for child in fruit.children] == ["脐橙"]


def test_an_outdated_category_address_leads_to_the_right_one(client, oranges):
    leaf = next(branch for branch in categories.read().values() if branch.parent)
    old = reverse("catalogue:category", kwargs={"category_slug": "old", "pk": leaf.category.pk})

    response = client.get(old, {"sort": "price"})

    assert (response.status_code, response.url) == (301, f"{leaf.url}?sort=price")


def test_an_unknown_category_is_not_found(client, db):
    assert client.get("/catalogue/category/fruit_999/").status_code == 404


def test_the_product_page_shows_prices_stock_origin_and_supplier(client, oranges):
    oranges.dossier.township = "郭家坝镇"
    oranges.dossier.save()

    page = client.get(oranges.get_absolute_url()).content.decode()

    for words in ("58.00", "56.30", "1.70", "每 500g 5.80 元", "满 20 箱", "现货", "湖北省 秭归县 郭家坝镇"):
        assert words in page, words
    assert oranges.stockrecords.get().partner.name in page


def test_the_product_page_asks_the_same_queries_for_5_neighbours_and_for_50(client, supplier, oranges):
    make_products(5, supplier)
    client.get(oranges.get_absolute_url())  # What is bought together is kept for an hour.
    few = queries_of(client, oranges.get_absolute_url())

    make_products(45, supplier)

    assert queries_of(client, oranges.get_absolute_url()) == few <= 14


def test_an_unpublished_product_is_not_found(client, oranges):
    oranges.is_public = False
    oranges.save()

    assert client.get(oranges.get_absolute_url()).status_code == 404


def test_an_outdated_product_address_leads_to_the_right_one(client, oranges):
    old = reverse("catalogue:detail", kwargs={"product_slug": "old", "pk": oranges.pk})

    response = client.get(old)

    assert (response.status_code, response.url) == (301, oranges.get_absolute_url())


@pytest.mark.parametrize("name", ["index", "detail"])
def test_the_catalogue_cannot_be_posted_to(client, oranges, name):
    address = reverse("catalogue:index") if name == "index" else oranges.get_absolute_url()

    assert client.post(address).status_code == 405


def test_the_basket_form_starts_at_the_minimum_in_steps_of_the_multiple(client, supplier):
    product = factories.make_product(supplier, min_order_quantity=5, order_multiple=3, stock=50)

    page = client.get(product.get_absolute_url()).content.decode()

    form = page[page.index('id="quantity"') :]
    assert 'value="6"' in form[:300]
    assert 'step="3"' in form[:300]
    assert reverse("basket:add", args=[product.pk]) in page


@pytest.mark.parametrize(
    ("stock", "minimum", "label", "orderable"),
    [(100, 1, "现货", True), (20, 1, "仅剩 20 箱", True), (4, 5, "售罄", False), (0, 1, "售罄", False)],
)
def test_stock_is_told_in_words(supplier, stock, minimum, label, orderable):
    offer = offer_of(factories.make_product(supplier, stock=stock, min_order_quantity=minimum))

    assert (offer.stock_label, offer.is_orderable) == (label, orderable)


def test_reserved_packs_are_not_for_sale(supplier):
    product = factories.make_product(supplier, stock=30)
    product.stockrecords.update(num_allocated=30)

    assert not offer_of(product).is_orderable


def test_a_sold_out_product_has_no_basket_form(client, supplier):
    product = factories.make_product(supplier, stock=0)

    page = client.get(product.get_absolute_url()).content.decode()

    assert "卖完" in page
    assert reverse("basket:add", args=[product.pk]) not in page


def test_marks_and_certificates_are_the_suppliers_word_and_demo_ones_say_so(client, oranges):
    oranges.dossier.is_gi, oranges.dossier.gi_name, oranges.dossier.certification = True, "秭归脐橙", "绿色食品"
    oranges.dossier.save()

    real = client.get(oranges.get_absolute_url()).content.decode()
    profile = oranges.stockrecords.get().partner.profile
    profile.is_demo = True
    profile.save()
    demo = client.get(oranges.get_absolute_url()).content.decode()

    assert real.count("供应商声明") == 2
    assert "演示数据" not in real
    assert demo.count("供应商声明，演示数据") == 2


def test_a_description_keeps_its_lines_and_is_never_markup(client, oranges):
    oranges.description = "第一行\n第二行<script>alert(1)</script>"
    oranges.save()

    page = client.get(oranges.get_absolute_url()).content.decode()

    assert "第一行<br>第二行" in page
    assert "<script>alert" not in page


def test_several_pictures_can_be_switched_by_labelled_buttons(client, oranges):
    pictures.save(oranges, jpeg(900), 0)
    pictures.save(oranges, jpeg(901), 1)

    page = client.get(oranges.get_absolute_url()).content.decode()

    assert page.count('type="radio"') == 2
    assert "看第 2 张图片" in page


def test_a_card_shows_the_small_picture_made_beforehand(client, oranges):
    pictures.save(oranges, jpeg(), 0)

    page = client.get(reverse("catalogue:index")).content.decode()

    assert ".480.webp" in page
    assert "/cache/" not in page


def test_a_product_without_picture_shows_the_drawing(client, oranges):
    assert "art/product.svg" in client.get(reverse("catalogue:index")).content.decode()


def test_a_handler_starts_a_group_order_from_the_product(client, unit, oranges):
    client.force_login(factories.join_unit(unit, Role.HANDLER))

    page = client.get(oranges.get_absolute_url()).content.decode()

    assert f"{reverse('unit:group_order_new', args=[unit.code])}?product={oranges.pk}" in page


def test_a_visitor_is_led_to_the_login_for_a_group_order(client, oranges):
    page = client.get(oranges.get_absolute_url()).content.decode()

    assert "登录后发起集中采购" in page


@pytest.mark.parametrize("path", ["/catalogue/ranges/a/", "/catalogue/a_1/reviews/", "/catalogue/a_1/reviews/add/"])
def test_oscars_other_catalogue_pages_are_out_of_reach(path):
    with pytest.raises(Resolver404):
        resolve(path)


def test_the_price_of_500_g_follows_the_net_weight_and_liquids_say_ml(supplier):
    solid = offer_of(factories.make_product(supplier, price="58.00", net_weight_g=5000))
    liquid = offer_of(factories.make_product(supplier, price="58.00", net_weight_g=2000, spec="500ml×4瓶"))

    assert (solid.per_500, solid.per_500_label) == (Decimal("5.80"), "每 500g")
    assert (liquid.per_500, liquid.per_500_label) == (Decimal("14.50"), "每 500ml")


def test_the_season_label_tells_what_is_fresh_now(supplier):
    winter = factories.make_product(supplier, season_start=10, season_end=3)
    always = factories.make_product(supplier)

    assert offer_of(winter, date(2026, 1, 5).month).season_label == "当季"
    assert offer_of(winter, 6).season_label == "10-3月上市"
    assert offer_of(always, 6).season_label == "全年供应"


def test_the_first_subtotal_is_at_the_tier_the_minimum_reaches(client, supplier):
    product = factories.make_product(supplier, min_order_quantity=20, tiers=[(20, "56.30")])

    page = client.get(product.get_absolute_url()).content.decode()

    assert "1,126.00" in page
