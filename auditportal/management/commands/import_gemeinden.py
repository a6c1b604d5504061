"""Loads the official list of municipalities (GV100AD) into the register."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from auditportal import notation, register
from auditportal.actions import register as registers
from auditportal.models import RegisterLevel
from auditportal.verdict import NotYet


class Command(BaseCommand):
    help = "Lädt das amtliche Gemeindeverzeichnis (GV100AD) des Statistischen Bundesamts."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="die Datei GV100AD_TTMMJJ.txt")

    def handle(self, *, file: Path, **options):
        try:
            with file.open("rb") as lines:
                found = register.read(lines)
            outcome = registers.load(register=found)
        except OSError as error:
            raise CommandError(f"{file} ist nicht lesbar: {error.strerror}.") from error
        except (register.BrokenLineError, NotYet) as error:
            raise CommandError(f"{error} Es wurde nichts geladen.") from error
        self.stdout.write(
            f"Stand {notation.day(found.as_of)}: {found.count(RegisterLevel.GEMEINDE)} Gemeinden, "
            f"{found.count(RegisterLevel.KREIS)} Kreise; {found.skipped} gemeindefreie Gebiete "
            f"übergangen. Neu: {outcome.created}, neue Schlüssel: {outcome.moved}, "
            f"nicht mehr enthalten: {outcome.gone}."
        )
