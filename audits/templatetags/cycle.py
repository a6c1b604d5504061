"""The parts of a cycle as tabs: every page of a cycle shows where else one can go."""

from django import template
from django.utils.safestring import SafeString

from auditportal.templatetags.portal import tabs
from audits.models import AuditCycle
from audits.pages import overview

register = template.Library()


@register.simple_tag
def cycle_tabs(cycle: AuditCycle, current: str = "") -> SafeString:
    """`current` is the url name of the page's own part, such as "goal_list"."""
    return tabs(overview.sections(cycle, current), "Teile dieses Durchlaufs")
