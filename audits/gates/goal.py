from django.urls import reverse

from auditportal.notation import counted
from auditportal.verdict import WHEN, Verdict, unless
from audits.models import PhaseRun, agreed_goals
from handlungsfelder.models import Gate, MeasureField


def every_handlungsfeld_has_a_goal(run: PhaseRun, gate: Gate) -> Verdict:
    """Parameter `minimum` (1): so many goals in each Handlungsfeld."""
    minimum = gate.parameters.get("minimum", 1)
    counts: dict[int, int] = {}
    for _, feld in agreed_goals(cycle=run.cycle_id):
        counts[feld] = counts.get(feld, 0) + 1
    verdict, page = Verdict(), reverse("audits:goal_list", args=[run.cycle_id])
    for feld in run.cycle.felder:
        verdict &= unless(
            counts.get(feld.pk, 0) >= minimum,
            WHEN,
            f"Kein Ziel im Handlungsfeld „{feld}“."
            if minimum == 1
            else f"Weniger als {minimum} Ziele im Handlungsfeld „{feld}“.",
            subject=feld.name,
            link=f"{page}#{feld.code}",
        )
    return verdict


def every_goal_has_a_whole_measure(run: PhaseRun, gate: Gate) -> Verdict:
    """A measure is whole when it says who is responsible, until when, and what a version adds."""
    goals = {goal for goal, _ in agreed_goals(cycle=run.cycle_id)}
    facts = list(run.cycle.measures.agreed().parts())
    bare = len(goals - {goal for goal, *_ in facts})
    parts = sum(not responsible or ends_on is None for _, responsible, ends_on, _ in facts)
    asks = MeasureField.INFLUENCE in run.cycle.version.measure_fields
    silent = sum(not influence for *_, influence in facts) if asks else 0
    texts = {
        f"{counted(bare, 'Ziel', 'Ziele')} ohne Maßnahme.": bare,
        f"Maßnahmen ohne Verantwortliche oder Abschluss: {parts}.": parts,
        f"Maßnahmen ohne Angabe, ob unmittelbar oder mittelbar: {silent}.": silent,
    }
    link = reverse("audits:goal_list", args=[run.cycle_id])
    verdict = Verdict()
    for text, count in texts.items():
        verdict &= unless(count == 0, WHEN, text, link=link)
    return verdict
