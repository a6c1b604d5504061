"""Goals and measures as rows: an agreement has dozens, and the engine is slow in loops.

Every text of people goes through `said` exactly once; all else is ours.
"""

from html import escape

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.safestring import SafeString

from audits.facts.goal import GOAL
from audits.facts.measure import MEASURE
from audits.models import Goal, Measure

register = template.Library()


def said(text: str) -> str:
    """What people typed, harmless. Not Django's `escape`, which asks each text first what it is."""
    return escape(str(text))


@register.simple_tag
def goal_head(goal: Goal, can_change, focus: bool = False) -> SafeString:
    title, place = said(goal.title), f"{goal.anchor}-kopf"
    buttons = tools(goal, place, f"Ziel {title}", focus, can_change)
    lines = "".join(
        f'<p class="portal-meta">{label}: {said(value)}</p>'
        for label, value in GOAL.draft_lines(goal)
    )
    return SafeString(
        f'<div id="{place}" class="goal-head"><h3 id="{goal.anchor}-titel">{title}</h3>'
        f"{paragraph(goal.description)}{lines}{buttons}</div>"
    )


@register.simple_tag
def goal_cards(goals: list[Goal], can_change) -> SafeString:
    """The goals of a Handlungsfeld, each with its measures as `lines`."""
    return SafeString("".join(card(goal, can_change) for goal in goals))


def card(goal: Goal, can_change) -> str:
    lines = "".join(goal_line(line, can_change) for line in goal.lines)
    add = goal_add(goal) if can_change else ""
    return (
        f'<article id="{goal.anchor}" class="portal-card goal-card"'
        f' aria-labelledby="{goal.anchor}-titel">{goal_head(goal, can_change)}'
        f'<ol class="goal-lines">{lines}{add}</ol></article>'
    )


@register.simple_tag
def goal_add(goal: Goal) -> SafeString:
    """The last row of a goal, where the next measure is written."""
    place, url = f"{goal.anchor}-neu", f"{goal.url}massnahme/"
    return SafeString(
        f'<li id="{place}" class="goal-new"><a href="{url}" hx-get="{url}" hx-target="#{place}"'
        f' hx-swap="outerHTML">Maßnahme ergänzen<span class="kern-sr-only">: Ziel'
        f" {said(goal.title)}</span></a></li>"
    )


@register.simple_tag
def goal_line(line: Measure, can_change, focus: bool = False) -> SafeString:
    title = said(line.title)
    rows = "".join(
        f"<div><dt>{label}</dt><dd>{said(value)}</dd></div>"
        for label, value in MEASURE.draft_lines(line)
    )
    buttons = tools(line, line.anchor, title, focus, can_change)
    return SafeString(
        f'<li id="{line.anchor}"><h4>{title}</h4>{paragraph(line.description)}'
        f'<dl class="goal-facts">{rows}</dl>{buttons}</li>'
    )


def paragraph(text: str) -> str:
    return f"<p>{linebreaksbr(text)}</p>" if text else ""


def tools(row, target: str, title: str, focus: bool, can_change) -> str:
    """`title` is harmless already. Ties may be seen by all, and changed when goals are frozen."""
    ties = f'<a href="{row.url}bezuege/">Bezüge<span class="kern-sr-only">: {title}</span></a>'
    if not can_change:
        return f'<p class="goal-tools">{ties}</p>'
    up = move(row, "hoch", "Nach oben", title) if row.can_go_up else ""
    down = move(row, "runter", "Nach unten", title) if row.can_go_down else ""
    return (
        f'<p class="goal-tools"><a href="{row.url}aendern/" hx-get="{row.url}aendern/"'
        f' hx-target="#{target}" hx-swap="outerHTML"{" autofocus" if focus else ""}>Bearbeiten'
        f'<span class="kern-sr-only">: {title}</span></a>{ties}{up}{down}</p>'
    )


def move(row, verb: str, label: str, title: str) -> str:
    return (
        f'<button form="ordnen" formaction="{row.url}{verb}/" class="portal-linklike">{label}'
        f'<span class="kern-sr-only">: {title}</span></button>'
    )
