"""What can be found of a product. Haystack finds this module by its name."""

from haystack import indexes
from oscar.core.loading import get_model

from shop.catalogue import categories
from shop.produce import products

from . import spellings, words


class ProductIndex(indexes.SearchIndex, indexes.Indexable):
    """Products on sale: names count three times as much as the rest."""

    title = indexes.CharField(boost=3)
    text = indexes.CharField(document=True)
    branches = None

    def get_model(self):
        return get_model("catalogue", "Product")

    def index_queryset(self, using=None):
        return products.with_facts(products.on_sale()).prefetch_related("categories")

    def documents(self, rows):
        """Yield the document of each product, the categories read once for all of them."""
        self.branches = categories.read()
        for product in rows:
            yield self.full_prepare(product)

    def prepare_title(self, product):
        return f"{product.title} {product.dossier.short_title}"

    def prepare_text(self, product):
        dossier = product.dossier
        origin = [dossier.region.province, dossier.region.name, dossier.county.name, dossier.township, dossier.gi_name]
        suppliers = [record.partner.name for record in product.stockrecords.all()]
        names = " ".join([self.prepare_title(product), dossier.keywords, *self._categories(product)])
        spelled = spellings.of(words.of_document(names))
        return " ".join([names, *origin, *suppliers, *spelled])

    def _categories(self, product):
        branches = self.branches or categories.read()
        own = [branches[row.pk] for row in product.categories.all() if row.pk in branches]
        return [branch.name for leaf in own for branch in leaf.trail]
