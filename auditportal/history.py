from auditportal import clock
from auditportal.models import Organisation, OrganisationEvent, OrganisationEventKind, User
from auditportal.notation import sentence


def record(
    *,
    organisation: Organisation,
    kind: OrganisationEventKind,
    text: str,
    by: User | None,
    person: User | None = None,
) -> OrganisationEvent:
    """What happened, who did it, and whom it is about."""
    return OrganisationEvent.objects.create(
        organisation=organisation,
        kind=kind,
        text=sentence(text),
        by=by,
        person=person,
        happened_at=clock.now(),
    )
