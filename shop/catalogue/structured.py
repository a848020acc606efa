"""What a page says to search engines, as schema.org describes it: Product with Offer, BreadcrumbList."""

from django.conf import settings
from django.urls import reverse

IN_STOCK, SOLD_OUT = "https://schema.org/InStock", "https://schema.org/OutOfStock"


def absolute(path):
    """Return the full address of a path of this site."""
    return f"{settings.SITE_URL}{path}"


def product(offer):
    """Return an offer as a schema.org Product; prices are those of the smallest order, in CNY."""
    found = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": offer.product.title,
        "sku": offer.product.upc or str(offer.product.pk),
        "description": offer.product.description or offer.product.title,
        "image": [absolute(shown.large) for shown in offer.gallery],
        "countryOfOrigin": "CN",
    }
    if offer.price:
        found["offers"] = {
            "@type": "Offer",
            "url": absolute(offer.url),
            "priceCurrency": "CNY",
            "price": str(offer.price),
            "availability": IN_STOCK if offer.is_orderable else SOLD_OUT,
            "seller": {"@type": "Organization", "name": offer.supplier_name},
        }
    if offer.review_count:
        found["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": str(offer.average_stars),
            "reviewCount": offer.review_count,
            "bestRating": "5",
            "worstRating": "1",
        }
    return found


def crumbs(branch, offer):
    """Return the way from the front page to a product as a schema.org BreadcrumbList."""
    steps = [("首页", reverse("campaign:home")), ("全部商品", reverse("catalogue:index"))]
    steps += [(step.name, step.url) for step in (branch.trail if branch else [])]
    steps.append((offer.title, offer.url))
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
        for place, (name, path) in enumerate(steps, start=1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
