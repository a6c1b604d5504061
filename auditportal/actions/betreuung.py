"""Which Träger works with an organisation, and so sees the people there."""

from auditportal.history import record
from auditportal.models import (
    Betreuung,
    Organisation,
    OrganisationEventKind,
    OrganisationKind,
    User,
)


def take_up(organisation: Organisation, by: User | None) -> None:
    """The first time that a Träger's people do something for it (part of another action).

    The organisation reads in its history which further Träger has come to see its people.
    """
    if by is None or organisation.kind == OrganisationKind.TRAEGER:
        return
    running = by.rights.traeger.intersection(by.rights.holding("run"))
    is_shared = Betreuung.objects.filter(organisation=organisation).exists()
    for traeger in Organisation.objects.filter(pk__in=running):
        _, is_new = Betreuung.objects.get_or_create(organisation=organisation, traeger=traeger)
        if is_new and is_shared:
            text = f"Betreut jetzt auch von: {traeger}."
            record(organisation=organisation, kind=OrganisationEventKind.TAKEN_UP, text=text, by=by)
