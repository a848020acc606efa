from .imports import CatalogueImport, CatalogueImportMove
from .mappings import ColumnMapping, Synonym
from .pictures import ImportPicture, KnownPicture
from .rows import Correction, ImportRow

__all__ = [
    "CatalogueImport",
    "CatalogueImportMove",
    "ColumnMapping",
    "Correction",
    "ImportPicture",
    "ImportRow",
    "KnownPicture",
    "Synonym",
]
