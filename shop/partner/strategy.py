"""Price and availability of a product: tax-included tier prices, stock always required."""

from oscar.apps.partner import strategy
from oscar.core.loading import get_class

from shop.produce import prices
from shop.produce.money import ZERO

FixedPrice = get_class("partner.prices", "FixedPrice")
UnavailablePrice = get_class("partner.prices", "Unavailable")


class Selector:
    def strategy(self, request=None, user=None, **kwargs):
        return TierStrategy(request)


class TierStrategy(strategy.UseFirstStockRecord, strategy.StockRequired, strategy.Structured):
    """The supplier's one stock record; in a basket the quantity picks the tier."""

    def fetch_for_line(self, line, stockrecord=None):
        info = self.fetch_for_product(line.product, stockrecord or line.stockrecord)
        return info._replace(price=self.tier_policy(line.product, info.stockrecord, line.quantity))

    def pricing_policy(self, product, stockrecord):
        return self.tier_policy(product, stockrecord, quantity=1)

    def parent_pricing_policy(self, product, children_stock):
        return UnavailablePrice()

    def tier_policy(self, product, stockrecord, quantity):
        if not stockrecord or stockrecord.price is None:
            return UnavailablePrice()
        price = prices.price_at(stockrecord.price, product.price_tiers.all(), quantity)
        return FixedPrice(currency=stockrecord.price_currency, excl_tax=price, tax=ZERO)
