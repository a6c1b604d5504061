"""What several people write on: what was typed stays as it is, the other stands beside it."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template.loader import render_to_string

from auditportal.forms.euro import EuroField
from auditportal.forms.versioned import VersionedForm
from auditportal.forms.widgets import DateInput, TimeInput
from auditportal.verdict import WHEN, WHO, NotYet, Overtaken, Verdict, because
from auditportal.views.loading import status_of
from auditportal.views.versioned import attempt

TOO_LATE = because(WHEN, "Es ist zu spät.")
ROW = {
    "title": "Ihr Titel",
    "text": "Ihre\nWorte",
    "state": "b",
    "groups": ["k"],
    "day": dt.date(2030, 1, 31),
    "at": dt.time(18, 30),
    "budget": Decimal("12500.00"),
    "sure": False,
}
TYPED = {
    "title": "Mein <Titel>",
    "text": "Meine Worte",
    "state": "a",
    "groups": ["k", "a"],
    "day": "2031-02-01",
    "at": "9:00",
    "budget": "7.000,50",
    "sure": "on",
    "version": "1",
}


class Everything(VersionedForm):
    """One field of each kind that the portal has."""

    title = forms.CharField(label="Titel")
    text = forms.CharField(label="Text", widget=forms.Textarea)
    state = forms.ChoiceField(label="Stand", choices=[("a", "Geplant"), ("b", "Umgesetzt")])
    groups = forms.MultipleChoiceField(
        label="Gruppen",
        choices=[("Alter", [("k", "Kinder"), ("a", "Alte")])],
        widget=forms.CheckboxSelectMultiple,
    )
    day = forms.DateField(label="Tag", widget=DateInput)
    at = forms.TimeField(label="Beginn", widget=TimeInput)
    budget = EuroField(label="Budget", max_digits=12, decimal_places=2)
    sure = forms.BooleanField(label="Stimmt", required=False)
    file = forms.FileField(label="Datei", required=False)

    @property
    def names(self):
        return list(ROW)


def a_row(version=2, **values):
    saved = {"saved_by": "Eva Muster", "saved_at": dt.datetime(2030, 1, 2, 9, 5, tzinfo=dt.UTC)}
    return SimpleNamespace(version=version, **saved, **ROW | values)


def typed(**values) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in (TYPED | values).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def saved_over(theirs, form):
    """As an action does that finds another version than the one that was read."""

    def save(**fields):
        if form.read_version != theirs.version:
            raise Overtaken(theirs)
        return SimpleNamespace(version=theirs.version + 1, **fields)

    return save


@pytest.fixture
def form():
    return Everything(typed())


def test_whoever_read_the_newest_saves(form):
    row = attempt(form, Verdict(), saved_over(a_row(version=1), form))

    assert row.title == "Mein <Titel>"
    assert (status_of(form), form["version"].value()) == (200, 2)


def test_whoever_was_slower_keeps_every_field_as_it_was_typed(form):
    assert attempt(form, Verdict(), saved_over(a_row(), form)) is None

    assert status_of(form) == 409
    assert {name: form[name].data for name in ROW} == {name: TYPED[name] for name in ROW} | {
        "sure": True
    }


def test_beside_them_stands_what_is_stored_as_people_read_it(form):
    attempt(form, Verdict(), saved_over(a_row(), form))

    assert [(one.field.label, one.stored) for one in form.differences] == [
        ("Titel", "Ihr Titel"),
        ("Text", "Ihre\nWorte"),
        ("Stand", "Umgesetzt"),
        ("Gruppen", "Kinder"),
        ("Tag", "31.01.2030"),
        ("Beginn", "18:30"),
        ("Budget", "12.500"),
        ("Stimmt", "nein"),
    ]


def test_only_what_differs_is_shown():
    form = Everything(typed(title="Ihr Titel", budget="12.500", day="2030-01-31", groups=["k"]))

    attempt(form, Verdict(), saved_over(a_row(), form))

    labels = [one.field.label for one in form.differences]
    assert labels == ["Text", "Stand", "Beginn", "Stimmt"]


def test_the_next_saving_is_over_what_stands_there_now(form):
    theirs = a_row()
    attempt(form, Verdict(), saved_over(theirs, form))
    again = Everything(form.data)

    assert attempt(again, Verdict(), saved_over(theirs, again)).title == "Mein <Titel>"


def test_the_same_once_more_is_no_loss_and_as_good_as_saved(form):
    assert form.is_valid()
    theirs = a_row(**form.fields_to_save)

    assert attempt(form, Verdict(), saved_over(theirs, form)) is theirs
    assert status_of(form) == 200


def test_the_wrong_person_is_refused_and_what_comes_too_late_is_kept(form):
    with pytest.raises(PermissionDenied):
        attempt(form, because(WHO, "Das dürfen Sie nicht."), dict)

    def too_late(**fields):
        raise NotYet(TOO_LATE)

    for verdict, save in ((TOO_LATE, dict), (Verdict(), too_late)):
        assert attempt(form, verdict, save) is None
        assert (status_of(form), form["title"].value()) == (409, "Mein <Titel>")
        assert "Es ist zu spät." in str(form)


def test_what_does_not_fit_is_no_conflict():
    form = Everything(typed(budget="viel"))

    assert attempt(form, Verdict(), dict) is None
    assert status_of(form) == 422


def test_a_form_brings_its_conflict_along_with_who_and_when(form):
    attempt(form, Verdict(), saved_over(a_row(title="<b>Ihrer</b>"), form))

    html = str(form)
    assert "Eva Muster hat am 02.01.2030 um" in html
    assert "10:05 Uhr gespeichert" in html
    assert "&lt;b&gt;Ihrer&lt;/b&gt;" in html
    assert 'value="Mein &lt;Titel&gt;"' in html
    assert "Meine Angaben speichern" in html


def test_a_file_is_said_by_its_name_since_no_page_gives_it_back():
    form = Everything(typed(), files={"file": SimpleUploadedFile("umriss.geojson", b"{}")})

    attempt(form, Verdict(), saved_over(a_row(), form))

    assert "Wählen Sie sie noch einmal: umriss.geojson." in str(form)


def test_with_htmx_only_what_stands_beside_and_the_version_are_answered(form):
    attempt(form, Verdict(), saved_over(a_row(), form))

    context = {"form": form, "is_part": True}
    html = render_to_string("components/conflict.html#beside", context)
    assert "Ihr Titel" in html
    assert "Mein &lt;Titel&gt;" not in html
    assert 'value="2"' in html
    assert html.count("hx-swap-oob") == 1
