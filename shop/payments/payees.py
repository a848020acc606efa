"""The account a supplier is paid through; several suppliers may share one."""

import re
import unicodedata
from dataclasses import dataclass

from shop.produce.models import SupplierProfile


@dataclass(frozen=True)
class Payee:
    name: str
    bank: str
    account: str

    @property
    def key(self):
        """What an account is compared by: its digits and letters, whatever stands between."""
        return account_key(self.account)


def of(supplier):
    """Return the account of a supplier; load its ``profile`` first."""
    profile = supplier.profile
    return Payee(profile.account_name or supplier.name, profile.bank_name, profile.bank_account)


def account_key(account):
    """Return the digits and Latin letters of an account."""
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", account).upper())


def with_account(key):
    """Return the primary keys of the suppliers that are paid through an account."""
    accounts = SupplierProfile.objects.exclude(bank_account="").values_list("partner_id", "bank_account")
    return {pk for pk, account in accounts if account_key(account) == key}


def accounts():
    """Return ``{account key: its name}`` of all accounts that suppliers are paid through, by name."""
    rows = SupplierProfile.objects.exclude(bank_account="").select_related("partner")
    named = {account_key(row.bank_account): row.account_name or row.partner.name for row in rows}
    return dict(sorted(((key, name) for key, name in named.items() if key), key=lambda pair: pair[1]))
