"""The first step of a real installation: a Träger and the way in for its Geschäftsführung."""

from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.forms import ValidationError

from auditportal import mails
from auditportal.actions import organisation as organisations
from auditportal.verdict import NotYet


class Command(BaseCommand):
    help = "Legt einen Träger von Verfahren an und lädt seine Geschäftsführung ein."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True, help="Name des Trägers")
        parser.add_argument("--email", required=True, help="Adresse der Geschäftsführung")
        parser.add_argument("--director", default="Geschäftsführung", help="Name der Person")

    def handle(self, *, name: str, email: str, director: str, **options):
        try:
            validate_email(email)
            invitation = organisations.install(name=name, director=director, email=email)
        except ValidationError as error:
            raise CommandError(f"„{email}“ ist keine E-Mail-Adresse.") from error
        except NotYet as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Eingeladen: {invitation.email}\n{mails.address(invitation)}")
