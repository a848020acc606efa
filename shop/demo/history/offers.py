"""What can be bought in a month, and for what occasion."""

from shop.produce import prices, products


class Offers:
    """All demo products on sale with their facts, read once."""

    def __init__(self):
        on_sale = products.with_facts(products.on_sale().filter(stockrecords__partner__profile__is_demo=True))
        self.all = list(on_sale)

    def gifts(self, month, words, rng, number):
        """Return products for a gift from as many regions as possible; those made for the occasion come first."""
        fit = [each for each in self._in_season(month) if not _is_for_canteens(each) and 30 <= _price(each) <= 140]
        ranked = sorted(fit, key=lambda each: rng.random() - 0.8 * _speaks_of(each, words))
        chosen = []
        for product in ranked:
            if sum(product.dossier.region == other.dossier.region for other in chosen) < (number + 2) // 3:
                chosen.append(product)
        return chosen[:number]

    def scarce(self, month, number):
        """Return the products of which least is in stock."""
        fit = [each for each in self._in_season(month) if not _is_for_canteens(each) and _price(each) <= 200]
        return sorted(fit, key=lambda each: products.stock_record(each).num_in_stock)[:number]

    def bulk(self, month, rng, number):
        """Return products that canteens buy."""
        fit = [each for each in self._in_season(month) if _is_for_canteens(each)]
        return rng.sample(fit, min(number, len(fit)))

    def retail(self, month, rng, number):
        """Return products that the public buys, fruit rather than sacks."""
        fit = [each for each in self._in_season(month) if not _is_for_canteens(each) and _price(each) <= 260]
        weights = [3 if each.dossier.season_start else 1 for each in fit]
        return list(dict.fromkeys(rng.choices(fit, weights, k=number)))

    def _in_season(self, month):
        return [each for each in self.all if each.dossier.is_in_season(month)]


def unit_price(product, quantity):
    """Return the price of a pack at a quantity, in CNY."""
    return prices.price_at(_price(product), product.price_tiers.all(), quantity)


def least(product):
    """Return the fewest packs that can be ordered."""
    return whole(product, product.dossier.min_order_quantity)


def whole(product, quantity):
    """Return a quantity raised to the next whole multiple."""
    multiple = product.dossier.order_multiple
    return -(-quantity // multiple) * multiple


def _price(product):
    return products.stock_record(product).price


def _is_for_canteens(product):
    return "食堂" in product.title or "食堂采购" in product.dossier.keyword_list


def _speaks_of(product, words):
    text = f"{product.title} {product.dossier.keywords}"
    return any(word in text for word in words)
