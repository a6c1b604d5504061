"""What may stand in one typed line: whichever form it is typed into."""

import pytest
from django import forms

from auditportal.signs import one_line, prose

LINE_SIGNS = ["\u2028", "\u2029", "\u000b", "\u000c", "\u0085", "\n", "\r\n", "\t", "\u00a0"]
UNSEEN = [
    "\u200b",
    "\u2800",
    "\u00ad\ufeff",
    " \u3000 ",
    "\u115f",
    "\u2060\u202e",
    "\u0301",
    "\u200d",
]


class Form(forms.Form):
    name = forms.CharField(max_length=40)
    email = forms.EmailField(required=False)
    text = forms.CharField(required=False, widget=forms.Textarea)
    secret = forms.CharField(required=False, strip=False, widget=forms.PasswordInput)


@pytest.mark.parametrize("sign", LINE_SIGNS)
def test_a_line_sign_in_a_name_becomes_a_blank(sign):
    form = Form({"name": f"Zweckverband{sign}Musterland"})

    assert form.is_valid()
    assert form.cleaned_data["name"] == "Zweckverband Musterland"


@pytest.mark.parametrize("name", UNSEEN)
def test_a_name_that_nobody_sees_is_none(name):
    form = Form({"name": name, "text": name})

    assert form.errors == {"name": [form.fields["name"].error_messages["required"]]}
    assert form.cleaned_data["text"].strip() == ""


def test_a_text_keeps_its_lines_and_loses_other_line_signs():
    assert prose("eins\u2028zwei\u000bdrei\r\nvier\u200b\x07") == "eins\nzwei\ndrei\r\nvier"


def test_what_is_seen_stays_as_it_is():
    names = ["Góda / Hodźij", "Lübbenau/Spreewald · Lubnjow/Błota", "👩‍👧 & Co.", "Größe 5 m²"]

    assert [one_line(name) for name in names] == names
    assert one_line("Mu\u0308nchen") == "München"


def test_a_password_is_taken_as_it_was_typed():
    form = Form({"name": "x", "secret": " a\u00a0b "})

    assert form.is_valid()
    assert form.cleaned_data["secret"] == " a\u00a0b "


def test_an_address_loses_what_was_copied_with_it():
    form = Form({"name": "x", "email": "\u200bperson@kommune.example\u00a0"})

    assert form.is_valid()
    assert form.cleaned_data["email"] == "person@kommune.example"
