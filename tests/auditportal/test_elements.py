"""The elements of forms are drawn by Jinja2: they must be what Django's templates draw."""

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from auditportal.forms.renderer import KernBoundField


class Templates(TemplatesSetting):
    """As our renderer would be without its second engine."""

    bound_field_class = KernBoundField


class Everything(forms.Form):
    text = forms.CharField(max_length=5, help_text="Hinweis", initial='"<script>&')
    prose = forms.CharField(widget=forms.Textarea, initial="</textarea>")
    number = forms.IntegerField(initial=12345, required=False)
    day = forms.DateField(required=False)
    yes = forms.BooleanField(initial=True)
    file = forms.FileField()
    hidden = forms.CharField(widget=forms.HiddenInput, initial="1")
    one = forms.ChoiceField(
        choices=[("", "Bitte wählen"), ("a", "A & B"), ("Gruppe <b>", [("c", "C")])], initial="a"
    )


def drawn(form, name: str) -> str:
    html = str(form[name]).replace("&#34;", "&quot;").replace("&#39;", "&#x27;")
    return re.sub(r">\s+<", "><", html).strip()


@pytest.mark.parametrize("data", [None, {"text": "zu lang <b>", "one": "c", "number": "viele"}])
@pytest.mark.parametrize("name", Everything.base_fields)
def test_an_element_is_what_djangos_template_draws(name, data):
    ours = drawn(Everything(data), name)

    assert ours == drawn(Everything(data, renderer=Templates()), name)
    assert "<script>" not in ours


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_each_choice_stands_in_a_row_with_its_label(widget):
    class Form(forms.Form):
        field = forms.MultipleChoiceField(
            choices=[("a", "A & B"), ("Gruppe", [("c", "<C>")])], initial=["c"], widget=widget
        )

    html = str(Form()["field"])

    assert html.count('<div class="kern-form-check">') == 2
    assert '<label class="kern-label" for="id_field_0">A &amp; B</label>' in html
    assert '<p class="kern-label kern-label--small">Gruppe</p>' in html
    assert "<C>" not in html
    assert re.search(r'<input type="\w+" name="field" value="c"[^>]* checked>', html)
