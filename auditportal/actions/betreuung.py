"""Which Träger works with an organisation, and so sees the people there."""

from auditportal import clock, mails, permissions
from auditportal.action import happened, part
from auditportal.actions import action
from auditportal.models import (
    Betreuung,
    Organisation,
    OrganisationEventKind,
    User,
)
from auditportal.verdict import WHEN, Verdict, unless

ASK = "{} wird von einem anderen Träger betreut. Fragen Sie die Betreuung zuerst an."


@part
def take_up(organisation: Organisation, by: User | None) -> None:
    """Who does the first thing for it has taken it up."""
    if by is None or not organisation.has_no_carer:
        return
    running = Organisation.objects.filter(pk__in=by.rights.holding("run"))
    now = clock.now()
    for traeger in running.order_by("pk"):
        Betreuung.objects.create(
            organisation=organisation,
            traeger=traeger,
            asked_by=by,
            granted_at=now,
            granted_by=by,
        )
    del organisation.care  # whoever asks this object again is answered afresh


def is_in_care_of(traeger: int, organisations: list[Organisation]) -> Verdict:
    """Whether this Träger may begin something with each of them."""
    rows = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
    taken_up = set(rows.in_the_care_of(traeger).values_list("pk", flat=True))
    verdict = Verdict()
    for one in organisations:
        link = one.get_absolute_url()
        verdict &= unless(one.pk in taken_up, WHEN, ASK.format(one), link=link)
    return verdict


def can_ask(user: User, organisation: Organisation) -> Verdict:
    return permissions.may_run_any(user) & unless(
        bool(_wanting(user, organisation)), WHEN, "Ihr Träger betreut sie schon oder hat gefragt."
    )


def _wanting(user: User, organisation: Organisation) -> list[int]:
    """One's own Träger that neither work with it nor have asked."""
    if not organisation.takes_part or organisation.has_no_carer:
        return []
    there = {one.traeger_id for one in organisation.care}
    return [one for one in user.rights.holding("run") if one not in there]


@action(OrganisationEventKind.CARE_ASKED)
def ask(*, organisation: Organisation, by: User) -> list[Betreuung]:
    """Whoever decides on it is told by mail."""
    wanting = Organisation.objects.filter(pk__in=_wanting(by, organisation))
    made = [
        Betreuung.objects.create(
            organisation=organisation, traeger=traeger, asked_by=by, granted_at=None
        )
        for traeger in wanting
    ]
    for betreuung in made:
        mails.plan_care_request(betreuung, _deciding(organisation))
        happened(f"Betreuung angefragt von: {betreuung.traeger}.")
    return made


def _deciding(organisation: Organisation) -> list[User]:
    """Who signs for it; while nobody does, the people who sign for the first Träger."""
    own = organisation.mitgliedschaften.signing()
    first = Organisation.objects.get(pk=organisation.carers[0])
    asked = own if own.exists() else first.mitgliedschaften.signing()
    return [one.user for one in asked.select_related("user").order_by("pk")]


def can_answer(user: User, betreuung: Betreuung) -> Verdict:
    return permissions.may_bring_in(user, betreuung.organisation) & unless(
        betreuung.granted_at is None, WHEN, "Das ist schon erlaubt."
    )


@action(OrganisationEventKind.TAKEN_UP, asks=can_answer)
def grant(*, betreuung: Betreuung, by: User) -> Betreuung:
    """From now on this Träger, too, sees the people there and begins Verfahren with them."""
    betreuung.granted_at, betreuung.granted_by = clock.now(), by
    betreuung.save(update_fields=["granted_at", "granted_by"])
    happened(f"Betreut jetzt auch von: {betreuung.traeger}.")
    return betreuung


@action(OrganisationEventKind.CARE_DECLINED, asks=can_answer)
def decline(*, betreuung: Betreuung, by: User) -> None:
    happened(f"Betreuung abgelehnt: {betreuung.traeger}.")
    betreuung.delete()
