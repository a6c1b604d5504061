"""Where else one can go in the workshop of the templates."""

from django import template
from django.urls import reverse

register = template.Library()

LISTS = (
    ("entwurf_list", "Entwürfe"),
    ("version_list", "Veröffentlichte Versionen"),
    ("programm_list", "Programme"),
)


@register.inclusion_tag("components/tabs.html")
def werkstatt_tabs(current: str) -> dict:
    """`current` is the url name of the list, such as "entwurf_list"."""
    parts = [
        {
            "label": label,
            "url": reverse(f"handlungsfelder:{name}"),
            "current": "page" if name == current else "",
        }
        for name, label in LISTS
    ]
    return {"parts": parts, "label": "Vorlagen"}
