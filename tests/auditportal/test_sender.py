"""From whom a mail comes, where answers go, and how files are called."""

import pytest

from auditportal import mails
from auditportal.documents import file_name
from tests.factories.auditportal import InvitationFactory, MailFactory, UserFactory


def test_an_umlaut_in_the_name_of_a_file_is_written_out():
    assert file_name("Bericht Träger Größe 2. Öffnung", "pdf") == (
        "bericht-traeger-groesse-2-oeffnung.pdf"
    )
    assert file_name("…", "zip") == "datei.zip"


def test_a_mail_comes_in_the_name_of_whom_it_is_sent_for(settings):
    settings.DEFAULT_FROM_EMAIL = "Auditportal <portal@auditportal.example>"

    assert mails.sender("Musterland e. V.") == (
        '"Musterland e. V. über Auditportal" <portal@auditportal.example>'
    ) or "=?utf-8?" in mails.sender("Musterland e. V.")
    assert mails.sender("") == settings.DEFAULT_FROM_EMAIL


@pytest.mark.django_db
def test_the_answer_to_an_invitation_goes_to_who_invites():
    invitation = InvitationFactory(invited_by=UserFactory())

    message = mails.compose(MailFactory(invitation=invitation))

    assert message.reply_to == [invitation.invited_by.email]
