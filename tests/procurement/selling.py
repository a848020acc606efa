"""Steps of a supplier's life that several tests take."""

from datetime import timedelta

from django.utils.timezone import localdate

from procurement.models import Licence
from procurement.proofs import files
from procurement.sellers import application_licences, applications, licences
from tests import factories
from tests.shop.money import picture

PDF = b"%PDF-1.7 only stored and read again"
Kind = Licence.Kind


def scan(shade=90):
    """Return a checked photo of a licence."""
    return [files.check("执照.png", picture(shade=shade).read())]


def facts(**changes):
    return {"kind": Kind.BUSINESS, "title": "", "number": "91-1", "expires_on": None, "checked": scan(), **changes}


def draft(applicant, at, number=1, **changes):
    """Return an application with a business licence that nobody handed in."""
    made = applications.start(applicant=applicant, at=at, **factories.supplier_facts(number, **changes))
    application_licences.put(application=made, by=applicant, at=at, **facts())
    return made


def submitted(applicant, at, number=1, **changes):
    return applications.submit(application=draft(applicant, at, number, **changes), at=at)


def licensed(supplier, owner, office, at, *, days, kind=Kind.FOOD_TRADE):
    """Return a confirmed licence of a supplier that ends in so many days."""
    given = facts(kind=kind, expires_on=localdate(at) + timedelta(days=days), number=f"JY{days}")
    made = licences.renew(supplier=supplier, by=owner, at=at, **given)
    return licences.confirm(licence=made, by=office, at=at)
