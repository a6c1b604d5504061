"""Fills the demo up to a full house: see certificates/demo/house.py."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from certificates.demo import house


class Command(BaseCommand):
    help = "Füllt die Demo auf, bis so viele Durchläufe laufen."

    def add_arguments(self, parser):
        parser.add_argument("--audits", type=int, required=True)

    def handle(self, *, audits: int, **options):
        if not settings.DEMO:
            raise CommandError("Aufgefüllt wird nur eine Demo.")
        self.stdout.write(f"Dazugekommen: {house.fill(audits)} Durchläufe.")
