"""The parts of a cycle as tabs: every page of a cycle shows where else one can go."""

from django import template

from audits import overview
from audits.models import AuditCycle

register = template.Library()


@register.inclusion_tag("components/tabs.html")
def cycle_tabs(cycle: AuditCycle, current: str = "") -> dict:
    """`current` is the url name of the page's own part, such as "goal_list"."""
    return {"tabs": overview.sections(cycle, current), "label": "Teile dieses Durchlaufs"}
