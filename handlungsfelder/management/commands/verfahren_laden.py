"""The way of a shipped template into a real installation."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from auditportal.models import Mitgliedschaft, Role
from auditportal.verdict import NotYet
from handlungsfelder import fitting
from handlungsfelder.actions import referenz as referenzen
from handlungsfelder.actions import verfahren
from handlungsfelder.reading import TemplateError
from handlungsfelder.references import read_all
from handlungsfelder.template import FOLDER, Template, read


class Command(BaseCommand):
    help = "Trägt Vorlagen ein und veröffentlicht sie im Namen der Geschäftsführung des Trägers."

    def add_arguments(self, parser):
        parser.add_argument("dateien", nargs="*", type=Path, help="TOML; sonst die mitgelieferten")
        parser.add_argument("--traeger", required=True, help="Name des Trägers")

    def handle(self, *, dateien: list[Path], traeger: str, **options):
        director = (
            Mitgliedschaft.objects.filter(
                organisation__name=traeger, role=Role.DIRECTOR, ended_on__isnull=True
            )
            .select_related("organisation", "user")
            .first()
        )
        if director is None:
            raise CommandError(f"„{traeger}“ hat noch keine Geschäftsführung mit Zugang.")
        for rahmen in read_all():
            referenzen.load(rahmen=rahmen, by=director.user)
        for path in dateien or sorted(FOLDER.glob("*.toml")):
            self.load(path, director)

    def load(self, path: Path, director: Mitgliedschaft) -> None:
        try:
            with transaction.atomic():
                version = verfahren.enter(
                    owner=director.organisation, template=whole(path), by=director.user
                )
                verfahren.publish(version=version, by=director.user)
        except OSError as error:
            raise CommandError(f"{path}: nicht lesbar ({error.strerror}).") from error
        except TemplateError as error:
            raise CommandError(f"{path.name}:\n{error}") from error
        except NotYet as error:
            self.stdout.write(f"{path.name}: {error}")
        else:
            self.stdout.write(f"Veröffentlicht: {version}.")


def whole(path: Path) -> Template:
    """All that is wrong with a file is said at once."""
    template = read(path)
    if problems := fitting.problems_of(template):
        raise TemplateError(problems)
    return template
