"""The field of a form for a fact: label and hint from its table, limits from its column."""

from typing import TypedDict

from django import forms

from auditportal.forms.day import Day
from auditportal.forms.euro import EuroField
from audits.facts.fact import Fact
from audits.facts.values import Amounts, Days, Groups, LongTexts
from audits.forms.bestandsaufnahme import Prose
from handlungsfelder.models import VerfahrenVersion


class Wording(TypedDict):
    label: str
    help_text: str


def field_of(fact: Fact, model, version: VerfahrenVersion | None = None) -> forms.Field:
    about: Wording = {"label": fact.label_with_unit, "help_text": fact.help}
    if isinstance(fact.values, LongTexts):
        return Prose(**about)
    if isinstance(fact.values, Groups):
        choices = grouped(version.target_groups if version else [])
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=choices, required=False, widget=widget, **about)
    column = model._meta.get_field(fact.name)
    if isinstance(fact.values, Amounts):
        return column.formfield(form_class=EuroField, min_value=0, **about)
    if isinstance(fact.values, Days):
        return column.formfield(form_class=Day, **about)
    return column.formfield(**about)


def grouped(target_groups: list[dict]) -> list[tuple]:
    """As choices, under their dimension where they have one."""
    dimensions: dict[str, list[tuple[str, str]]] = {}
    for group in target_groups:
        choice = (group["code"], group["label"])
        dimensions.setdefault(group.get("dimension", ""), []).append(choice)
    plain = dimensions.pop("", [])
    return plain + list(dimensions.items())
