"""Fills an empty installation with the demo's runs, by the actions on their own days."""

from django.core.management.base import BaseCommand
from django.db import transaction

from audits.models import AuditCycle
from certificates.demo.runs import replay


class Command(BaseCommand):
    help = "Spielt die Demo-Daten ein, wenn noch keine da sind."

    def handle(self, **options):
        if AuditCycle.objects.exists():
            self.stdout.write("Es sind schon Daten da, nichts zu tun.")
            return
        with transaction.atomic():
            cast = replay()
        cast.write_logins()
        self.stdout.write(f"Eingespielt: {AuditCycle.objects.count()} Durchläufe.")
