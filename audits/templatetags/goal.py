"""Goals and measures as rows: an agreement has dozens of them."""

from django import template

from auditportal.jinja import macro
from audits.models import Goal, Measure

register = template.Library()
ROWS, SEALED = "audits/goal_rows.html", "audits/dossier_rows.html"


@register.simple_tag
def goal_cards(goals: list[Goal], can_change) -> str:
    """The goals of a Handlungsfeld, each with its measures as `lines`."""
    return macro(ROWS, "cards")(goals, can_change)


@register.simple_tag
def goal_head(goal: Goal, can_change, focus: bool = False) -> str:
    return macro(ROWS, "head")(goal, can_change, focus)


@register.simple_tag
def goal_line(measure: Measure, can_change, focus: bool = False) -> str:
    return macro(ROWS, "line")(measure, can_change, focus)


@register.simple_tag
def goal_add(goal: Goal, focus: bool = False) -> str:
    """The last row of a goal, where the next measure is written."""
    return macro(ROWS, "add")(goal, focus)


@register.simple_tag
def sealed_goals(goals: list[dict]) -> str:
    """The goals of a Handlungsfeld as a sealed dossier tells them."""
    return macro(SEALED, "goals")(goals)
