"""The tree of categories, read in one query; Oscar's own addresses ask once for every parent."""

from dataclasses import dataclass, field

from django.urls import reverse
from oscar.core.loading import get_model

Category = get_model("catalogue", "Category")


@dataclass
class Branch:
    """A category with its address and the branches below it."""

    category: Category
    parent: "Branch | None" = None
    children: list = field(default_factory=list)

    @property
    def name(self):
        return self.category.name

    @property
    def slug(self):
        return f"{self.parent.slug}/{self.category.slug}" if self.parent else self.category.slug

    @property
    def url(self):
        return reverse("catalogue:category", kwargs={"category_slug": self.slug, "pk": self.category.pk})

    @property
    def trail(self):
        """This branch and those above it, the top first."""
        return [*(self.parent.trail if self.parent else []), self]

    @property
    def top(self):
        return self.trail[0]


def read():
    """Return ``{category pk: branch}`` of all public categories, parents before children."""
    branches, by_path = {}, {}
    for category in Category.objects.browsable().order_by("path"):
        branch = Branch(category, by_path.get(category.path[: -Category.steplen]))
        if branch.parent:
            branch.parent.children.append(branch)
        branches[category.pk] = by_path[category.path] = branch
    return branches


def tops(branches):
    return [branch for branch in branches.values() if not branch.parent]


def products_in(category, rows):
    """Keep the products of a category and of all below it."""
    through = rows.model.categories.through
    below = through.objects.filter(category__path__startswith=category.path)
    return rows.filter(pk__in=below.values("product_id"))
