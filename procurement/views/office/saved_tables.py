"""Custom tables kept under a name at a desk."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from ...figures import saved_tables
from ...figures.statistics import selection as selections
from ...forms.reports import TableNameForm
from ...models import SavedTable
from .cross import chosen
from .filters import read, refused
from .scopes import at_desk


@require_POST
@at_desk
def save(request, scope):
    """Keep the table that the address describes."""
    try:
        selection = read(request, scope)
    except selections.BadSelection as refusal:
        return refused(request, scope, refusal)
    rows, columns, measure = chosen(request.GET)
    parameters = {**selection.parameters, "rows": rows.key, "columns": columns.key if columns else "none"}
    parameters["measure"] = measure.key
    form = TableNameForm(request.POST)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
    else:
        _keep(request, scope, form.cleaned_data["name"], parameters)
    return redirect(f"{scope.url('cross')}?{urlencode(parameters)}")


@require_POST
@at_desk
def remove(request, scope, pk):
    found = get_object_or_404(SavedTable, pk=pk, unit=scope.unit)
    saved_tables.remove(saved_table=found)
    messages.success(request, f"已删除“{found.name}”。")
    return redirect(f"{scope.url('cross')}?{request.GET.urlencode()}")


def _keep(request, scope, name, parameters):
    try:
        saved_tables.save(name=name, unit=scope.unit, parameters=parameters, by=request.user, at=timezone.now())
    except saved_tables.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已保存为“{name}”。")
