"""Where one is inside a cycle, and where else one can go from there."""

from django import template

from audits import permissions
from audits.models import AuditCycle
from audits.pages.parts import Parts, parts
from audits.views.inside import crumbs

register = template.Library()


@register.inclusion_tag("audits/cycle_parts.html", takes_context=True)
def cycle_tabs(context: template.Context, cycle: AuditCycle, current: str = "") -> dict[str, Parts]:
    """`current` is the url name of the page's own part, such as "goal_list"."""
    reads_all = bool(permissions.may_read(context["request"].user, cycle))
    return {"parts": parts(cycle, current, reads_all=reads_all)}


@register.inclusion_tag("components/breadcrumb.html")
def cycle_breadcrumb(cycle: AuditCycle, current: str) -> dict:
    """For the pages that stand directly below a cycle."""
    return {"crumbs": crumbs(cycle), "current": current}


@register.inclusion_tag("audits/cycle_head.html", takes_context=True)
def cycle_head(
    context: template.Context, cycle: AuditCycle, heading: str, current: str, **about: object
) -> dict:
    """What every part of a cycle begins with; `about` are of, url, label and rows."""
    about["request"] = context["request"]
    return about | {"cycle": cycle, "heading": heading, "current": current}
