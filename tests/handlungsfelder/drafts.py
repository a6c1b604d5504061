"""A small version in the making, as the editor would leave it."""

from copy import deepcopy

from django.forms import Select
from django.urls import reverse

from auditportal.models import Organisation, Role, User
from handlungsfelder.actions import entwurf as entwuerfe
from handlungsfelder.models import Entwurf
from handlungsfelder.tables import skeleton
from tests.factories.audits import a_traeger, member_of

SMALL = skeleton("KLEIN", "Kleines Verfahren", 1) | {
    "seiten": [{"code": "ort", "label": "Ort", "kinds": ["kommune"]}],
    "handlungsfelder": [
        {"code": "leben", "name": "Leben im Ort", "leitfragen": ["Was fehlt?"]},
        {"code": "wege", "name": "Wege im Ort"},
    ],
    "phasen": [
        {
            "code": "anfang",
            "name": "Anfang",
            "gates": [{"kind": "document", "document": "antrag", "title": "Antrag"}],
        },
        {
            "code": "planung",
            "name": "Planung",
            "gates": [{"kind": "goals"}, {"kind": "measures"}, {"kind": "fassung"}],
        },
        {
            "code": "zustimmung",
            "name": "Zustimmung",
            "right": "sign",
            "gates": [{"kind": "consent"}],
        },
    ],
}


def small() -> dict:
    return deepcopy(SMALL)


def a_draft(owner: Organisation | None = None, by: User | None = None, **parts) -> Entwurf:
    """With everything that it needs to be presented, unless parts of it are given."""
    owner = owner or a_traeger()
    by = by or member_of(owner, Role.OFFICE)
    return entwuerfe.bring(owner=owner, data=small() | parts, by=by)


def at(name: str, *arguments) -> str:
    return reverse(f"handlungsfelder:{name}", args=arguments)


def filled(page) -> dict:
    """The form as a browser would send it back."""
    form = page.context["form"]
    found = {}
    for field in form:
        value = form.get_initial_for_field(field.field, field.name)
        value = field.field.prepare_value(value)
        if value is None and isinstance(field.field.widget, Select):
            value = field.field.choices[0][0]
        if value not in (None, False):
            found[field.html_name] = value
    return found
