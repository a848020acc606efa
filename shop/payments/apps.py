from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "shop.payments"
    label = "payments"
    verbose_name = "支付"

    def ready(self):
        from procurement import reminders
        from procurement.figures import verification as checks
        from procurement.today import office, supplier, unit

        from . import due_reminders, today, verification

        checks.register(verification.differences)
        reminders.register(due_reminders.of_units)
        reminders.register(due_reminders.of_suppliers)
        supplier.register(today.of_supplier)
        unit.register(today.of_unit)
        office.register(today.of_office)
