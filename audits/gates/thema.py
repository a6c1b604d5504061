"""The Handlungsfelder that are chosen for a cycle: topics, modules, and those of its own."""

from django.urls import reverse

from auditportal.verdict import WHEN, Verdict, unless
from audits.models import AuditCycle, CycleFeld, Goal, PhaseRun
from handlungsfelder.models import Gate, Handlungsfeld


def are_chosen(run: PhaseRun, gate: Gate) -> Verdict:
    """Parameter `minimum`: so many of them; the order in which they stand is their weight."""
    minimum = gate.parameters.get("minimum", 1)
    missing = minimum - run.cycle.chosen_felder.count()
    return unless(
        missing <= 0,
        WHEN,
        "Wählen Sie noch ein Thema." if missing == 1 else f"Wählen Sie noch {missing} Themen.",
        link=reverse("audits:thema_list", args=[run.cycle_id]),
    )


def open_to_choose(cycle: AuditCycle) -> list[Handlungsfeld]:
    """What the version offers and nobody has chosen yet."""
    chosen = set(cycle.chosen_felder.feld_ids())
    return [feld for feld in cycle.version.felder if feld.is_module and feld.pk not in chosen]


def is_open_to_choose(cycle: AuditCycle, feld: Handlungsfeld) -> Verdict:
    return unless(feld in open_to_choose(cycle), WHEN, f"„{feld}“ steht hier nicht zur Wahl.")


def is_named(feld: Handlungsfeld, name: str) -> Verdict:
    """Whoever brings in something of their own says what it is."""
    return unless(bool(name.strip()) or not feld.is_free, WHEN, "Benennen Sie Ihr Thema.")


def has_no_goals(row: CycleFeld) -> Verdict:
    goals = Goal.objects.of(row.cycle_id).in_feld(row.handlungsfeld_id)
    return unless(
        not goals.exists(),
        WHEN,
        f"„{row}“ hat schon Ziele. Streichen Sie zuerst diese Ziele.",
        link=f"{reverse('audits:goal_list', args=[row.cycle_id])}#{row.handlungsfeld.code}",
    )
