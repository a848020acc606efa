"""Bank transfer: always possible, never at once; people write down what arrived (``shop.payments.bank_transfer``)."""

CODE = "bank-transfer"
LABEL = "银行转账"
HINT = "提交后显示每个供应商的收款账户。用手机银行或网上银行转账，附言写页面给出的汇款码；供应商确认到账后发货。"
IS_ONLINE = False


def is_available():
    return True
