"""Is the site able to work? For monitors and load balancers."""

from django.db import connection
from django.http import JsonResponse
from django_tasks_db.models import DBTaskResult


def healthz(request):
    """Answer 200 when the database and the queue answer, otherwise let the error become a 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "waiting_jobs": DBTaskResult.objects.ready().count()})
