"""How much of the profile is there: figures, what is under way, strengths and weaknesses."""

from django.urls import reverse

from auditportal.verdict import WHEN, Verdict, unless
from audits.models import AuditCycle, Kennzahl, PhaseRun, Swot, Vorhaben
from handlungsfelder.models import Gate

SUBJECT = "profil"
TEXTS = {
    "strengths": "Stärken",
    "weaknesses": "Schwächen",
    "opportunities": "Chancen",
    "threats": "Risiken",
}


def is_filled_in(run: PhaseRun, gate: Gate) -> Verdict:
    """Parameters `figures` and `projects`: at least so many; `swot`: all four of its texts."""
    cycle, asked = run.cycle, gate.parameters
    figures = asked.get("figures", 0) - figures_of(cycle)
    projects = asked.get("projects", 0) - Vorhaben.objects.of(cycle).count()
    missing = missing_texts(cycle) if asked.get("swot") else []
    page = reverse("audits:profil", args=[cycle.pk])
    return (
        unless(figures <= 0, WHEN, f"Kennzahlen fehlen noch: {figures}.", link=f"{page}#kennzahlen")
        & unless(
            projects <= 0,
            WHEN,
            f"Vorhandene Vorhaben fehlen noch: {projects}.",
            link=f"{page}#vorhaben",
        )
        & unless(
            not missing, WHEN, f"Noch ohne Text: {', '.join(missing)}.", link=f"{page}#swot-titel"
        )
    )


def figures_of(cycle: AuditCycle) -> int:
    """What one side keeps for itself is no part of the common profile."""
    return Kennzahl.objects.of(cycle).of_all().count()


def missing_texts(cycle: AuditCycle) -> list[str]:
    swot = Swot.objects.of(cycle).first()
    return [label for name, label in TEXTS.items() if not getattr(swot, name, "")]
