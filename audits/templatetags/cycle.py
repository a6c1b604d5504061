"""Where one is inside a cycle, and where else one can go from there."""

from django import template

from audits.models import AuditCycle
from audits.pages.parts import Parts, parts
from audits.views.inside import crumbs

register = template.Library()


@register.inclusion_tag("audits/cycle_parts.html")
def cycle_tabs(cycle: AuditCycle, current: str = "") -> dict[str, Parts]:
    """`current` is the url name of the page's own part, such as "goal_list"."""
    return {"parts": parts(cycle, current)}


@register.inclusion_tag("components/breadcrumb.html")
def cycle_breadcrumb(cycle: AuditCycle, current: str) -> dict:
    """For the pages that stand directly below a cycle."""
    return {"crumbs": crumbs(cycle), "current": current}


@register.inclusion_tag("audits/cycle_head.html")
def cycle_head(cycle: AuditCycle, heading: str, current: str, **about: object) -> dict:
    """What every part of a cycle begins with; `about` are of, url, label and rows."""
    return about | {"cycle": cycle, "heading": heading, "current": current}
