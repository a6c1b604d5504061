"""The first step of a real installation."""

import pytest
from django.core.management import CommandError, call_command

from auditportal.models import Invitation, Mail, Organisation, Role
from tests.factories import MitgliedschaftFactory, TraegerFactory

pytestmark = pytest.mark.django_db


def test_a_traeger_is_made_and_the_link_for_its_director_is_printed(client, capsys):
    call_command("traeger_anlegen", "--name", "Verein", "--email", "Leitung@verein.example")

    first, link = capsys.readouterr().out.split()[1:]
    invitation = Invitation.objects.get()
    assert first == invitation.email == "leitung@verein.example"
    assert (invitation.organisation.name, invitation.role) == ("Verein", Role.DIRECTOR)
    assert link == Mail.objects.get().link
    page = client.get(link.removeprefix("http://127.0.0.1:8000"))
    assert "Geschäftsführung" in page.text


def test_what_is_no_address_is_refused_and_nothing_is_made():
    with pytest.raises(CommandError, match="„kein at“ ist keine E-Mail-Adresse"):
        call_command("traeger_anlegen", "--name", "Verein", "--email", "kein at")

    assert not Organisation.objects.filter(name="Verein").exists()


def test_a_traeger_with_a_director_needs_no_command():
    traeger = TraegerFactory(name="Verein")
    MitgliedschaftFactory(organisation=traeger, role=Role.DIRECTOR)

    with pytest.raises(CommandError, match="„Verein“ hat schon eine Geschäftsführung"):
        call_command("traeger_anlegen", "--name", "Verein", "--email", "leitung@verein.example")
