"""What can be run here: one line for each published version."""

from django.core.management.base import BaseCommand
from django.db.models import Count, Q

from handlungsfelder.models import GateKind, VerfahrenVersion


class Command(BaseCommand):
    help = "Listet die veröffentlichten Versionen: Kürzel, Version, Phasen, Bedingungen, Felder."

    def handle(self, **options):
        versions = VerfahrenVersion.objects.published().select_related("verfahren__owner")
        counted = versions.annotate(
            phase_count=Count("phases", distinct=True),
            gate_count=Count("phases__gates", distinct=True),
            feld_count=Count("handlungsfelder", distinct=True),
            award_count=Count("phases__gates", Q(phases__gates__kind=GateKind.AWARD)),
        )
        for version in counted:
            self.stdout.write(
                f"{version.verfahren.code} {version.number}: {version.phase_count} Phasen, "
                f"{version.gate_count} Bedingungen, {version.feld_count} Handlungsfelder, "
                f"Zertifikat: {'ja' if version.award_count else 'nein'}, "
                f"Träger: {version.verfahren.owner}"
            )
        if not counted:
            self.stdout.write("Noch ist kein Verfahren veröffentlicht.")
