from django.apps import AppConfig


class AuditportalConfig(AppConfig):
    name = "auditportal"
    verbose_name = "Auditportal"

    def ready(self):
        # shared_task finds its app only once that has been made; the wiring is named by nobody else
        import auditportal.celery
        import auditportal.checks
        import auditportal.sessions  # noqa: F401
