from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "shop.health"
    label = "health"
    verbose_name = "运行状况"

    def ready(self):
        from django_tasks.signals import task_finished, task_started

        from . import request_ids

        # Only what the logs say depends on these.
        task_started.connect(request_ids.begin_job)
        task_finished.connect(request_ids.end_job)
