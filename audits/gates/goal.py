from django.urls import reverse

from auditportal.verdict import WHEN, Verdict, unless
from audits.models import Goal, Measure, PhaseRun
from handlungsfelder.models import Gate, MeasureField


def every_handlungsfeld_has_a_goal(run: PhaseRun, gate: Gate) -> Verdict:
    """Parameter `minimum` (1): so many goals in each Handlungsfeld."""
    minimum = gate.parameters.get("minimum", 1)
    counts: dict[int, int] = {}
    goals = Goal.objects.filter(cycle=run.cycle).agreed()
    for feld in goals.values_list("handlungsfeld_id", flat=True):
        counts[feld] = counts.get(feld, 0) + 1
    verdict = Verdict()
    for feld in run.cycle.felder:
        verdict &= unless(
            counts.get(feld.pk, 0) >= minimum,
            WHEN,
            f"Kein Ziel im Handlungsfeld „{feld}“."
            if minimum == 1
            else f"Weniger als {minimum} Ziele im Handlungsfeld „{feld}“.",
            subject=feld.name,
            link=f"{reverse('audits:goal_list', args=[run.cycle_id])}#{feld.code}",
        )
    return verdict


def every_goal_has_a_whole_measure(run: PhaseRun, gate: Gate) -> Verdict:
    """A measure is whole when it says who is responsible, until when, and what a version adds."""
    measures = Measure.objects.filter(cycle=run.cycle).agreed()
    whole = measures.exclude(responsible="").exclude(ends_on__isnull=True)
    parts = measures.exclude(pk__in=whole.values("pk")).count()
    goals = Goal.objects.filter(cycle=run.cycle).agreed()
    bare = goals.exclude(pk__in=measures.values("goal")).count()
    link = reverse("audits:goal_list", args=[run.cycle_id])
    return (
        unless(
            bare == 0,
            WHEN,
            f"{bare} Ziele ohne Maßnahme." if bare != 1 else "1 Ziel ohne Maßnahme.",
            link=link,
        )
        & unless(
            parts == 0,
            WHEN,
            "Maßnahmen ohne Verantwortliche oder Abschluss: " + str(parts) + ".",
            link=link,
        )
        & _say_the_influence(run, link)
    )


def _say_the_influence(run: PhaseRun, link: str) -> Verdict:
    """Only where the version asks for it."""
    if MeasureField.INFLUENCE not in run.cycle.version.measure_fields:
        return Verdict()
    silent = Measure.objects.filter(cycle=run.cycle, influence="").agreed().count()
    return unless(
        silent == 0,
        WHEN,
        f"Maßnahmen ohne Angabe, ob unmittelbar oder mittelbar: {silent}.",
        link=link,
    )
