"""Rules across the cells of one row, judged on what the product would hold afterwards."""

from decimal import Decimal


def judge(row, values, allocated):
    """Add to a row the mistakes that only show when its cells are seen together.

    :param values: old values with the row's own over them; cells with mistakes of their own keep the old value.
    :param allocated: packs ordered and not yet sent.
    """
    for rule in (_order_multiple, _tiers, _weights):
        rule(row, values)
    _stock(row, allocated)


def _add(row, keys, sentence):
    """Put the mistake at the first of the cells that the row fills in."""
    row.add(next((key for key in keys if key in row.values), keys[0]), sentence)


def _order_multiple(row, values):
    least, multiple = values["min_order_quantity"], values["order_multiple"]
    if row.has_mistake("min_order_quantity", "order_multiple"):
        return
    if least % multiple:
        _add(
            row,
            ("min_order_quantity", "order_multiple"),
            f"起订量 {least} 不是起订倍数 {multiple} 的倍数，请改为如 {least - least % multiple + multiple}。",
        )


def _tiers(row, values):
    tiers = values["tiers"]
    if not tiers or "price" not in values or row.has_mistake("price", "tiers"):
        return
    if tiers[0][0] < 2:
        _add(row, ("tiers",), "阶梯价从 2 起填，数量 1 的价格就是单价。")
    if Decimal(tiers[0][1]) >= Decimal(values["price"]):
        sentence = f"阶梯价 {tiers[0][1]} 要低于单价 {values['price']}，请核对两者。"
        _add(row, ("tiers", "price"), sentence)


def _weights(row, values):
    """A gross weight below the net weight is a slip; litres say nothing of a weight."""
    net, gross = values["net_weight_g"], values["gross_weight_kg"]
    if row.is_volume or net is None or gross is None or row.has_mistake("net_weight_g", "gross_weight_kg"):
        return
    # A net content from an earlier file may have been litres.
    if "net_weight_g" in row.values and Decimal(gross) * 1000 < Decimal(net):
        _add(row, ("gross_weight_kg", "net_weight_g"), f"毛重 {gross} 千克小于净含量 {net} 克，请核对两者。")


def _stock(row, allocated):
    if not row.has_mistake("stock") and row.values.get("stock", allocated) < allocated:
        row.add("stock", f"已有 {allocated} 件被订购还没发货，库存不能少于 {allocated}。")
