"""Say which column is which, once; look at, change and forget what was said."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shop.user.desks import supplier_desk

from .. import mapping_guesses, mappings, synonyms
from ..mapping_forms import MappingForm, SheetForm
from ..moves import IllegalMove
from ..parse.problems import Problem
from .access import import_of


@require_http_methods(["GET", "POST"])
@supplier_desk
def explain(request, partner, pk):
    """Show the first rows of a file whose columns are not known, and take the supplier's word for them."""
    catalogue_import = import_of(partner, pk)
    if not (catalogue_import.is_mapping and catalogue_import.preview):
        return redirect("catalogue_import:review", partner.code, pk)
    asked = request.POST if request.method == "POST" else request.GET
    place = SheetForm(catalogue_import.preview, asked)
    form = _form(partner, place, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _explained(request, partner, catalogue_import, place, form)
    context = {"partner": partner, "catalogue_import": catalogue_import, "place": place, "form": form}
    return render(request, "catalogue_import/mapping.html", context, status=400 if form.errors else 200)


@require_POST
@supplier_desk
def ask_again(request, partner, pk):
    """Go back from looking over to mapping the columns."""
    try:
        mappings.ask_again(catalogue_import=import_of(partner, pk), by=request.user, at=timezone.now())
    except IllegalMove as refused:
        messages.info(request, str(refused))
        return redirect("catalogue_import:review", partner.code, pk)
    return redirect("catalogue_import:mapping", partner.code, pk)


@require_GET
@supplier_desk
def memory(request, partner):
    """Show what the supplier said about its columns and its words."""
    choices = synonyms.choices(partner)
    context = {
        "partner": partner,
        "mappings": partner.column_mappings.select_related("by"),
        "synonyms": [(row, choices[row.key]) for row in partner.synonyms.all()],
    }
    return render(request, "catalogue_import/memory.html", context)


@require_http_methods(["GET", "POST"])
@supplier_desk
def change(request, partner, pk):
    """Change a remembered mapping; it holds from the next file on."""
    row = get_object_or_404(partner.column_mappings, pk=pk)
    columns = [mapping_guesses.FileColumn(number, text) for number, text in row.headers]
    known = {column.number for column in columns}
    columns += [mapping_guesses.FileColumn(number) for number in sorted(row.columns.values()) if number not in known]
    form = MappingForm(
        columns=columns,
        choices=synonyms.choices(partner),
        chosen=row.columns,
        constants=row.constants,
        data=request.POST if request.method == "POST" else None,
    )
    if request.method == "POST" and form.is_valid():
        facts = {"columns": form.cleaned_data["columns"], "constants": form.cleaned_data["constants"]}
        facts |= {"by": request.user, "at": timezone.now()}
        mappings.remember(supplier=partner, signature=row.signature, facts=facts)
        messages.success(request, "已改好，下次上传同样表头的文件时使用。")
        return redirect("catalogue_import:memory", partner.code)
    context = {"partner": partner, "mapping": row, "form": form}
    return render(request, "catalogue_import/mapping_change.html", context, status=400 if form.errors else 200)


@require_POST
@supplier_desk
def forget(request, partner, pk):
    get_object_or_404(partner.column_mappings, pk=pk).delete()
    messages.success(request, "已忘掉这个表头的对应。下次上传时会再问一次。")
    return redirect("catalogue_import:memory", partner.code)


@require_POST
@supplier_desk
def learn(request, partner):
    """Take a word for another from now on; from the page of an import, its rows are checked again at once."""
    asked, at = request.POST, timezone.now()
    try:
        word = {name: asked.get(name, "") for name in ("key", "word", "meaning")}
        row = synonyms.remember(supplier=partner, **word, by=request.user, at=at)
    except Problem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"记住了：“{row.word}”以后都当作“{row.meaning}”。")
    if not asked.get("import", "").isdigit():
        return redirect("catalogue_import:memory", partner.code)
    catalogue_import = import_of(partner, int(asked["import"]))
    checked = synonyms.check_again(catalogue_import=catalogue_import)
    if checked:
        messages.info(request, f"重新检查了 {checked} 行。")
    return redirect("catalogue_import:review", partner.code, catalogue_import.pk)


@require_POST
@supplier_desk
def unlearn(request, partner, pk):
    get_object_or_404(partner.synonyms, pk=pk).delete()
    messages.success(request, "已忘掉这个写法。")
    return redirect("catalogue_import:memory", partner.code)


def _form(partner, place, data):
    columns = mapping_guesses.columns(place.sheet["rows"], place.header_row)
    choices = synonyms.choices(partner)
    known = mappings.layouts(partner).get(mappings.signature_of(place.sheet, place.header_row))
    guessed = mapping_guesses.guess(columns, choices["county"], choices["category"])
    chosen, constants = (known.columns, known.constants) if known else (guessed, {})
    return MappingForm(columns=columns, choices=choices, chosen=chosen, constants=constants, data=data)


def _explained(request, partner, catalogue_import, place, form):
    try:
        mappings.explain(
            catalogue_import=catalogue_import,
            sheet=place.sheet,
            header_row=place.header_row,
            columns=form.cleaned_data["columns"],
            constants=form.cleaned_data["constants"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "记住了。以后上传同样表头的文件，不再询问。")
    except IllegalMove as refused:
        messages.info(request, str(refused))
    return redirect("catalogue_import:review", partner.code, catalogue_import.pk)
