"""The form on which a supplier says which column is which."""

from django import forms

from . import mapping, mapping_guesses
from .columns import BY_KEY, COLUMNS

UNUSED = "（不导入）"
OTHERS = "选填"
REQUIRED = "必填"
SHOWN_COLUMNS = 40


class SheetForm(forms.Form):
    """Which sheet is looked at, and which of its rows is the header."""

    def __init__(self, preview, data):
        super().__init__()
        self.preview = preview
        names = [sheet["sheet"] for sheet in preview]
        self.sheet = next((sheet for sheet in preview if sheet["sheet"] == data.get("sheet")), preview[0])
        self.names = names
        guessed = mapping_guesses.header_row(self.sheet["rows"])
        known = {0, *(number for number, _ in self.sheet["rows"])}
        asked = data.get("header_row", "")
        self.header_row = int(asked) if asked.isdigit() and int(asked) in known else guessed

    @property
    def shown_rows(self):
        """``(number, [text of every column])`` of the first rows."""
        rows = [(number, dict(cells)) for number, cells in self.sheet["rows"]]
        width = range(1, min(self.sheet["width"], SHOWN_COLUMNS) + 1)
        return [(number, [cells.get(column, "") for column in width]) for number, cells in rows]


class MappingForm(forms.Form):
    """One choice for each column of the file, and what holds for the whole file instead of a column."""

    def __init__(self, *, columns, choices, chosen, constants=None, data=None):
        """Take ``FileColumn`` rows, the supplier's choices by key, and ``{key: column number}`` chosen at first."""
        super().__init__(data)
        self.columns = columns
        by_column = {column: key for key, column in chosen.items()}
        for column in columns:
            self.fields[_name(column)] = forms.ChoiceField(
                label=f"第 {column.number} 列",
                choices=_choices(),
                required=False,
                initial=by_column.get(column.number, ""),
            )
        for key in mapping.CONSTANT_KEYS:
            self.fields[f"all_{key}"] = _constant(key, choices.get(key), (constants or {}).get(key, ""))

    @property
    def rows(self):
        """``(FileColumn, bound field)`` of every column."""
        return [(column, self[_name(column)]) for column in self.columns]

    @property
    def constant_fields(self):
        return [self[f"all_{key}"] for key in mapping.CONSTANT_KEYS]

    def clean(self):
        cleaned = super().clean()
        found = {}
        for column in self.columns:
            key = cleaned.get(_name(column))
            if key in found:
                first = _shown(next(each for each in self.columns if each.number == found[key]))
                self.add_error(_name(column), f"“{BY_KEY[key].header}”已经对应{first}，一项只能对应一列。")
            elif key:
                found[key] = column.number
        constants = {key: cleaned.get(f"all_{key}", "") for key in mapping.CONSTANT_KEYS if key not in found}
        cleaned |= {"columns": found, "constants": {key: text for key, text in constants.items() if text}}
        missing = mapping.missing(found, cleaned["constants"])
        if missing and not self.errors:
            self.add_error(None, f"还没有对应：{'、'.join(column.header for column in missing)}。请为每一项选一列。")
        return cleaned


def _name(column):
    return f"column_{column.number}"


def _shown(column):
    return f"“{column.header}”那一列" if column.header else f"第 {column.number} 列"


def _choices():
    """Return the choices of a column: required ones first."""
    required = [(column.key, f"{column.header}＊") for column in COLUMNS if column.is_required]
    others = [(column.key, column.header) for column in COLUMNS if not column.is_required]
    return [("", UNUSED), (REQUIRED, required), (OTHERS, others)]


def _constant(key, words, initial):
    label = BY_KEY[key].header
    if words:
        choices = [("", "（文件里有这一列）"), *((word, word) for word in words)]
        return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)
    return forms.CharField(label=label, max_length=60, required=False, initial=initial)
