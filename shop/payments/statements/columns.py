"""The columns of a bank's statement, and the headers by which the common banks call them."""

import re
import unicodedata

LABELS = {
    "date": "交易日期",
    "income": "收入（贷方）金额",
    "expense": "支出（借方）金额",
    "amount": "金额（收支同一列）",
    "direction": "收支标志（借／贷）",
    "payer": "对方户名",
    "payer_account": "对方账号",
    "note": "摘要、用途、附言",
    "serial": "流水号",
    "balance": "余额",
}
# Only these may stand in several columns; their texts are put together.
SEVERAL = {"note"}
_HEADERS = {
    "date": "交易日期 交易时间 交易日 记账日期 记账时间 入账日期 入账时间 发生日期 会计日期 日期 时间",
    "income": "收入 收入金额 贷方 贷方金额 贷方发生额 贷方发生额/元 存入 存入金额 转入 转入金额 收方金额",
    "expense": "支出 支出金额 借方 借方金额 借方发生额 借方发生额/元 支取 支取金额 转出 转出金额 付方金额",
    "amount": "交易金额 金额 发生额 交易发生额 金额/元",
    "direction": "借贷标志 借贷方向 借/贷 借贷 收支标志 收/支 收支 收支方向 交易方向 交易类型",
    "payer": (
        "对方户名 对方单位 对方单位名称 对方名称 对方账户名 对方账户名称 对手户名 对手名称 交易对手 交易对手名称 "
        "付款人 付款人名称 付款方名称 付款人户名 对方姓名"
    ),
    "payer_account": "对方账号 对方账户 对方卡号 对手账号 交易对手账号 付款人账号 付款方账号 对方卡号/账号",
    "note": "摘要 用途 附言 备注 交易摘要 交易用途 交易附言 客户附言 汇款附言 附加信息 个性化信息 交易备注 摘要说明",
    "serial": "流水号 交易流水号 银行流水号 核心流水号 交易流水 账户明细编号-交易流水号 明细编号 交易序号 流水序号",
    "balance": "余额 账户余额 本次余额 当前余额 交易后余额 余额/元",
}
_KEYS = {header: key for key, headers in _HEADERS.items() for header in headers.split()}


def plain(header):
    """Return a header without spaces, brackets and what stands in them, stars or colons."""
    text = "".join(unicodedata.normalize("NFKC", header).split())
    return re.split(r"[(\[【]", text, maxsplit=1)[0].strip("*:")


def key_of(header):
    """Return the column a header stands for, or None."""
    return _KEYS.get(plain(header))


def is_enough(keys):
    """Tell whether lines can be read from these columns."""
    return "date" in keys and bool({"income", "amount"} & set(keys))
