from auditportal import clock
from auditportal.models import Organisation, OrganisationEvent, User


def record(
    *,
    organisation: Organisation,
    kind: str,
    text: str,
    by: User | None,
    person: User | None = None,
) -> OrganisationEvent:
    """The last line of every action: what happened, who did it, and whom it is about."""
    return OrganisationEvent.objects.create(
        organisation=organisation,
        kind=kind,
        text=text,
        by=by,
        person=person,
        happened_at=clock.now(),
    )
