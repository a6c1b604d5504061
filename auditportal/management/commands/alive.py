"""For the orchestrator: whether a process without a port showed a sign of life lately."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from auditportal import health


class Command(BaseCommand):
    help = "Endet mit 0, wenn der genannte Prozess lebt."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("name", choices=[*settings.QUEUES, "worker", "beat"])

    def handle(self, *, name, **options):
        needed = set(settings.QUEUES) if name == "worker" else {name}
        silent = needed - (health.beating() or set())
        if silent:
            raise CommandError(f"Kein Lebenszeichen von „{', '.join(sorted(silent))}“.")
