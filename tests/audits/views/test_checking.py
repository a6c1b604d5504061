"""What binds for good is read once more, and only the button of that page binds."""

import datetime as dt
import inspect
import re

import pytest
from django.urls import reverse

from auditportal import clock
from auditportal.forms.checked import CheckedForm
from audits.models import Beschluss, Topic, Vermerk, Zustimmung
from handlungsfelder.models import GateKind
from tests.audits.judging import signed
from tests.audits.uploads import a_disguised_program, a_pdf
from tests.factories.audits import a_cycle, a_fassung, a_version, cast_of, member_of

pytestmark = pytest.mark.django_db
TODAY = f"{clock.today():%Y-%m-%d}"
DECISION = {
    "body": "Rat",
    "session_on": TODAY,
    "paper_number": "0123/2026",
    "result": "adopted",
    "is_authoritative": "on",
    "yes": "31",
    "no": "4",
    "abstained": "0",
    "note": "Zeile 1\nZeile 2",
    "rows": "3",
    "way-0-body": "Ausschuss",
    "way-0-session_on": TODAY,
    "way-0-competence": "notice",
}


@pytest.fixture
def cycle():
    return a_cycle("teilnahmebeschluss")


@pytest.fixture
def entry(client, cycle):
    client.force_login(cast_of(cycle).editor)
    return reverse("audits:beschluss_enter", args=[cycle.open_run.pk, Topic.PARTICIPATION])


def carried(page) -> dict:
    """What the button of the check page would send."""
    hidden = r'<input type="hidden" name="([^"]+)" value="([^"]*)">'
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return dict(re.findall(hidden, main))


def forms_below(form):
    for one in form.__subclasses__():
        yield one
        yield from forms_below(one)


@pytest.mark.parametrize("form", list(forms_below(CheckedForm)), ids=lambda one: one.__name__)
def test_every_form_that_binds_takes_what_was_sent_with_its_files(form):
    taken = list(inspect.signature(form).parameters.values())[:2]

    assert [one.name for one in taken] == ["data", "files"] or taken[
        0
    ].kind.name == "VAR_POSITIONAL"


def test_what_was_typed_is_shown_first_and_binds_by_the_button_alone(client, entry):
    shown = client.post(entry, DECISION)

    assert shown.status_code == 200
    assert not Beschluss.objects.exists()
    for words in ("Angaben prüfen", "beschlossen", "0123/2026", "Ausschuss", "Kenntnisnahme"):
        assert words in shown.text
    assert "<dt>Enthaltung</dt>" in shown.text

    assert client.post(entry, carried(shown) | {"checked": "1"}).status_code == 302
    assert Beschluss.objects.get().yes == 31


def test_the_page_sends_along_all_that_was_typed_and_nothing_else(client, entry):
    sent = carried(client.post(entry, DECISION))

    sent.pop("csrfmiddlewaretoken", None)
    assert sent == DECISION


def test_who_goes_back_finds_what_was_typed(client, entry):
    data = DECISION | {"session_on": "noch offen", "back": "1"}
    del data["is_authoritative"]

    page = client.post(entry, data)

    assert page.status_code == 200
    assert "kern-error" not in page.text
    for value in ("noch offen", "0123/2026", "Ausschuss", "31"):
        assert f'value="{value}"' in page.text
    assert "Zeile 2" in page.text
    assert 'name="way-3-body"' not in page.text
    assert 'name="is_authoritative" class="kern-form-check__checkbox" checked' not in page.text
    assert not Beschluss.objects.exists()


def test_the_check_page_has_no_field_in_which_one_types(client, entry):
    page = client.post(entry, DECISION | {"result": "refused"}).text

    main = page[page.index("<main") : page.index("</main>")]
    kinds = set(re.findall(r'<input[^>]*type="(\w+)"', main))
    assert kinds == {"hidden", "checkbox", "file"}
    assert "<textarea" not in main
    # Enter in one of these looks at the page once more: the first button binds nothing.
    assert 'name="checked"' not in main[: main.index("</button>")]


def test_a_refusal_with_more_yes_than_no_is_asked_back(client, entry):
    asked = client.post(entry, DECISION | {"result": "refused"})
    pressed = client.post(entry, DECISION | {"result": "refused", "checked": "1"})

    assert "31 Ja- und 4 Nein-Stimmen, und doch „abgelehnt“?" in asked.text
    assert (asked.status_code, pressed.status_code) == (200, 422)
    assert "Bitte bestätigen Sie das, oder ändern Sie die Angaben." in pressed.text
    assert not Beschluss.objects.exists()

    sure = DECISION | {"result": "refused", "checked": "1", "sure": "on"}
    assert client.post(entry, sure).status_code == 302


@pytest.mark.parametrize("years", [1, 10])
def test_a_day_before_the_cycle_began_is_asked_back(client, cycle, entry, years):
    day = clock.today() - dt.timedelta(days=366 * years)

    page = client.post(
        entry,
        DECISION
        | {
            "session_on": f"{day:%Y-%m-%d}",
            "way-0-body": "",
            "way-0-session_on": "",
            "way-0-competence": "",
        },
    )

    assert f"Die Sitzung am {day:%d.%m.%Y} liegt vor dem Beginn dieses Durchlaufs" in page.text


def test_the_excerpt_is_chosen_beside_the_button(client, entry):
    bad = client.post(entry, DECISION | {"checked": "1", "file": a_disguised_program()})

    assert bad.status_code == 422
    assert "Der Inhalt der Datei passt nicht" in bad.text
    assert carried(bad)["paper_number"] == "0123/2026"
    assert not Beschluss.objects.exists()

    client.post(entry, carried(bad) | {"checked": "1", "file": a_pdf()})
    assert Beschluss.objects.get().excerpt.filename == "Auszug.pdf"


def test_what_does_not_fit_any_more_leads_back_to_the_form(client, entry):
    page = client.post(entry, DECISION | {"session_on": "morgen", "checked": "1"})

    assert page.status_code == 422
    assert 'href="#id_session_on"' in page.text
    assert 'value="0123/2026"' in page.text


def test_markup_in_what_was_typed_stays_text(client, entry):
    page = client.post(entry, DECISION | {"note": '"><script>alert(1)</script>'})

    assert "<script>alert(1)" not in page.text
    assert carried(page)["note"].startswith("&quot;&gt;&lt;script")


def test_a_vermerk_before_the_cycle_began_is_asked_back(client):
    cycle = a_cycle("erstkontakt")
    run = cycle.open_run
    gate = run.phase.gates.get(kind=GateKind.VERMERK)
    client.force_login(cast_of(cycle).office)
    url = reverse("audits:vermerk_note", args=[run.pk, gate.pk])
    long_ago = {"on": "2016-11-20", "text": "", "checked": "1"}

    asked = client.post(url, long_ago)

    assert asked.status_code == 422
    assert "Der Tag am 20.11.2016 liegt vor dem Beginn dieses Durchlaufs" in asked.text
    assert not Vermerk.objects.exists()
    assert client.post(url, long_ago | {"sure": "on"}).status_code == 302


def test_a_consent_is_read_once_more(client):
    cycle = a_cycle("ausarbeitung", a_version(1, code="GWQ"))
    fassung = a_fassung(cycle, member_of(cycle.owner))
    side = cycle.parties.get(side="unternehmen").organisation
    client.force_login(cast_of(cycle).signatory)
    url = reverse("audits:zustimmung_give", args=[fassung.pk, side.pk])

    shown = client.post(url, {"body": "Aufsichtsrat"})
    back = client.post(url, {"body": "Aufsichtsrat", "back": "1"})

    assert "Verbindlich zustimmen" in shown.text
    assert str(side) in shown.text
    assert 'value="Aufsichtsrat"' in back.text
    assert not Zustimmung.objects.exists()


def test_a_sign_off_is_read_once_more_with_what_follows(client):
    cycle = a_cycle("begutachtung")
    begutachtung = cycle.begutachtungen.get()
    cast = cast_of(cycle)
    for assessor in cast.assessors:
        signed(begutachtung, assessor)
    client.force_login(cast.office)
    url = reverse("audits:begutachtung_sign_off", args=[begutachtung.pk])

    shown = client.post(url, {"judgement": "conditions", "reason": "Bis März nachreichen."})

    assert "Die Auflagen stehen in der Begründung." in shown.text
    assert "Bis März nachreichen." in shown.text
    begutachtung.refresh_from_db()
    assert not begutachtung.is_signed
