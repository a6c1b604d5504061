"""Single mails of this room: somebody is asked for a decision."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from auditportal import mails
from auditportal.models import Mitgliedschaft, User
from audits.models import Mitwirkung

PROPOSAL = """Guten Tag {name},

für „{cycle}“ ist vorgeschlagen: „{organisation}“ soll mitwirken, also die Inhalte sehen und
bearbeiten. Verträge, Dokumente, Erinnerungen und den Verlauf sieht sie nicht.

Sie erhalten diese Mail, weil Sie für eine beteiligte Organisation zeichnen. Einladen oder ablehnen:
{link}"""

INVITATION = """Guten Tag {name},

„{cycle}“ lädt „{organisation}“ ein, mitzuwirken: Sie sähen dort die Inhalte und könnten sie
bearbeiten. Ohne Ihre Zusage geschieht nichts.

Sie erhalten diese Mail, weil Sie für „{organisation}“ zeichnen. Annehmen oder ablehnen:
{link}"""


def plan_proposal(mitwirkung: Mitwirkung) -> None:
    """To those who sign for a participant: without them nobody is let in."""
    sides = mitwirkung.cycle.parties.signing().organisations()
    link = reverse("audits:beteiligung_list", args=[mitwirkung.cycle_id])
    subject = f"Vorschlag zur Mitwirkung: {mitwirkung.organisation}"
    _plan(mitwirkung, _signing(organisation__in=sides), subject, PROPOSAL, link)


def plan_invitation(mitwirkung: Mitwirkung) -> None:
    """To those who sign for the invited."""
    people = _signing(organisation=mitwirkung.organisation)
    subject = f"Einladung zur Mitwirkung: {mitwirkung.cycle}"
    _plan(mitwirkung, people, subject, INVITATION, reverse("audits:mitwirkung_inbox"))


def _signing(**where) -> list[User]:
    members = Mitgliedschaft.objects.signing().filter(**where).select_related("user")
    return list({one.user_id: one.user for one in members.order_by("pk")}.values())


def _plan(
    mitwirkung: Mitwirkung, people: Iterable[User], subject: str, text: str, link: str
) -> None:
    facts = {
        "cycle": mitwirkung.cycle,
        "organisation": mitwirkung.organisation,
        "link": settings.PUBLIC_URL + link,
    }
    for person in people:
        mails.plan_notice(person, subject, text, facts)
