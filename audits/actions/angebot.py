"""A goal or measure is offered within one's area; each organisation answers for itself alone."""

from auditportal import clock
from auditportal.action import happened
from auditportal.models import Organisation, User
from auditportal.notation import shortened
from auditportal.permissions import holds
from auditportal.verdict import WHEN, WHO, Verdict, unless
from audits import gates, permissions
from audits.actions import action
from audits.actions import goal as goals
from audits.gates import angebot as offers
from audits.gates.fassung import agreement_is_open
from audits.models import Angebot, AngebotState, AuditCycle, CycleEventKind, Goal, Measure
from handlungsfelder.crosswalk import counterpart
from handlungsfelder.models import GateKind, Handlungsfeld, Party, Right, VerfahrenVersion


def can_offer(user: User, cycle: AuditCycle) -> Verdict:
    """Those who take part themselves, as long as their goals are in the making."""
    return (
        permissions.may_act(user, cycle, Party.MAIN, Right.CHANGE)
        & gates.is_running(cycle)
        & gates.is_ahead(cycle, GateKind.OFFERS)
    )


@action(CycleEventKind.OFFERED)
def offer(*, row: Goal | Measure, organisations: list[Organisation], by: User) -> list[Angebot]:
    """To each of them that has not been asked about it; what is offered is what it says now."""
    offers.is_in_the_area(row.cycle, organisations).require()
    asked = set(row.angebote.values_list("organisation_id", flat=True))
    new = [one for one in organisations if one.pk not in asked]
    unless(bool(new), WHEN, f"Das ist dort schon angeboten: {row}.").require()
    made = Angebot.objects.bulk_create(_offered(row, one, by) for one in new)
    names = ", ".join(map(str, new))
    happened(f"Angeboten: {row}. An: {names}.")
    return made


def _offered(row: Goal | Measure, organisation: Organisation, by: User) -> Angebot:
    goal = row.goal if isinstance(row, Measure) else row
    return Angebot(
        cycle_id=row.cycle_id,
        goal=row if isinstance(row, Goal) else None,
        measure=row if isinstance(row, Measure) else None,
        feld=goal.handlungsfeld.code,
        title=row.title,
        text=row.description,
        organisation=organisation,
        offered_at=clock.now(),
        offered_by=by,
    )


def can_withdraw(user: User, angebot: Angebot) -> Verdict:
    return can_offer(user, angebot.cycle) & offers.is_open(angebot)


@action(CycleEventKind.OFFER_WITHDRAWN)
def withdraw(*, angebot: Angebot, by: User) -> None:
    """Take back an offer that nobody has answered."""
    angebot.delete()
    happened(f"Angebot zurückgenommen: {angebot}. An: {angebot.organisation}.")


def can_answer(user: User, angebot: Angebot) -> Verdict:
    """Only who works for the very organisation that is asked."""
    return (
        unless(
            holds(user, Right.CHANGE, angebot.organisation_id),
            WHO,
            f"Hier antwortet: {angebot.organisation} (Recht: {Right.CHANGE.label}).",
        )
        & offers.is_open(angebot)
        & gates.is_running(angebot.cycle)
    )


@action(CycleEventKind.OFFER_ANSWERED)
def answer(
    *, angebot: Angebot, state: AngebotState, text: str, by: User
) -> tuple[Angebot, AuditCycle | None]:
    """Accept it, adapt it (`text` is the own wording) or decline it (`text` is the reason).

    What is accepted becomes a draft in the organisation's own running cycle, if one has a place
    for it; that cycle is the second of the answer. The offering side learns the answer alone.
    """
    says_why = state == AngebotState.ACCEPTED or bool(text.strip())
    unless(says_why, WHEN, "Nennen Sie die Anpassung oder den Grund.").require()
    unless(state != AngebotState.OPEN, WHEN, "Wählen Sie eine Antwort.").require()
    angebot.state, angebot.answer = state, text
    angebot.answered_at, angebot.answered_by = clock.now(), by
    angebot.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    own = None if state == AngebotState.DECLINED else _take_over(angebot, by)
    happened(f"{angebot.organisation}: {angebot.get_state_display()} – {angebot}.")
    return angebot, own


def _take_over(angebot: Angebot, by: User) -> AuditCycle | None:
    """The draft in the own cycle, in the words in which it was taken."""
    own, feld = place_for(angebot)
    if own is None:
        return None
    title = angebot.answer if angebot.state == AngebotState.ADAPTED else angebot.title
    above = angebot.measure.goal.title if angebot.measure else title
    about: dict = {"cycle": own, "handlungsfeld": feld, "by": by}
    if not angebot.measure:
        goals.add_goal(title=shortened(title, 300), description=angebot.text, **about)
        return own
    goal = own.goals.filter(handlungsfeld=feld, title=above).first()
    goal = goal or goals.add_goal(title=above, **about)
    goals.add_measure(goal=goal, title=shortened(title, 300), description=angebot.text, by=by)
    return own


def place_for(angebot: Angebot) -> tuple[AuditCycle | None, Handlungsfeld | None]:
    """The organisation's own running cycle whose goals are open, and the field that fits."""
    offered = next(one for one in angebot.cycle.version.felder if one.code == angebot.feld)
    running = AuditCycle.objects.running().filter(
        parties__organisation=angebot.organisation_id, parties__function=Party.MAIN
    )
    for cycle in running.exclude(pk=angebot.cycle_id).order_by("-pk"):
        feld = _fitting(offered, cycle.version)
        if feld in cycle.felder and agreement_is_open(cycle):
            return cycle, feld
    return None, None


def _fitting(feld: Handlungsfeld, version: VerfahrenVersion) -> Handlungsfeld | None:
    """What either of the two catalogues says about the other."""
    back = (one for one in version.felder if counterpart(one, feld.version) == feld)
    return counterpart(feld, version) or next(back, None)
