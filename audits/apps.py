from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "audits"

    def ready(self):
        # The lower room knows nobody above it: who bears the name of an organisation says so here.
        from auditportal.actions import organisation
        from audits.actions import cycle

        organisation.BEARERS.append(cycle.follow_name)
