import datetime as dt
import re

import pytest
from django.urls import reverse

from auditportal import clock
from audits.actions import cycle as cycles
from audits.actions import veranstaltung as events
from audits.actions.veranstaltung import Plan
from audits.models import CycleDocument, Teilnahme, Veranstaltung
from tests.audits.counting import questions
from tests.audits.uploads import a_pdf, a_program, too_large
from tests.factories.audits import a_cycle, cast_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cycle():
    return a_cycle("strategieworkshop")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def add_url(cycle):
    return reverse("audits:veranstaltung_add", args=[cycle.open_run.pk, "strategieworkshop"])


@pytest.fixture
def event(cycle, cast):
    return an_event(cycle, cast.auditor)


def an_event(cycle, by, title="Strategieworkshop", code="strategieworkshop"):
    plan = Plan(title, clock.today(), "Rathaus, Saal 1", dt.time(9, 0), dt.time(12, 30), "TOP 1")
    return events.plan(cycle=cycle, code=code, plan=plan, by=by)


def url(name, pk):
    return reverse(f"audits:veranstaltung_{name}", args=[pk])


def planned(**changed):
    return {
        "title": "Auftakt",
        "day": f"{clock.today() + dt.timedelta(days=14):%Y-%m-%d}",
        "starts_at": "09:30",
        "ends_at": "16:00",
        "place": "Rathaus",
        "agenda": "TOP 1: Begrüßung",
    } | changed


def held(**changed):
    return {
        "held_on": f"{clock.today():%Y-%m-%d}",
        "minutes": "Es war gut.",
        "checked": "1",
    } | changed


def test_planning_fills_the_list_and_the_task_leads_on(client, cycle, cast, add_url):
    client.force_login(cast.auditor)

    shown = client.get(add_url)
    answer = client.post(add_url, planned())

    assert 'value="Strategieworkshop"' in shown.text
    event = Veranstaltung.objects.get()
    assert (answer.status_code, answer.url) == (302, url("detail", event.pk))
    assert (event.code, event.title, event.place) == ("strategieworkshop", "Auftakt", "Rathaus")
    assert (event.starts_at, event.ends_at) == (dt.time(9, 30), dt.time(16, 0))
    assert [task.link for task in cycle.tasks.all()] == [url("detail", event.pk)]


def test_any_other_meeting_can_be_planned_too(client, cycle, cast):
    client.force_login(cast.editor)

    assert client.get(url("add_free", cycle.pk)).status_code == 200
    client.post(url("add_free", cycle.pk), planned(starts_at="", ends_at="", agenda=""))

    event = Veranstaltung.objects.get()
    assert (event.code, event.starts_at, event.ends_at) == ("", None, None)
    assert "ganztägig" in client.get(url("detail", event.pk)).text


def test_a_second_click_plans_nothing_twice(client, cycle, cast, add_url):
    client.force_login(cast.auditor)
    client.post(add_url, planned())

    answer = client.post(add_url, planned())

    assert answer.status_code == 409
    assert "Schon geplant: Auftakt am" in answer.text
    assert url("detail", Veranstaltung.objects.get().pk) in answer.text


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"ends_at": "09:30"}, "ends_at", "„Ende“ muss nach „Beginn“ liegen."),
        ({"starts_at": ""}, "starts_at", "Zum Ende gehört ein Beginn."),
        ({"day": "nächste Woche"}, "day", "Bitte geben Sie ein gültiges Datum ein"),
        ({"place": ""}, "place", "Bitte füllen Sie dieses Feld aus."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(client, cast, add_url, wrong, field, sentence):
    client.force_login(cast.auditor)

    answer = client.post(add_url, planned(title="Mein Titel", **wrong))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'href="#id_{field}"' in answer.text
    assert 'value="Mein Titel"' in answer.text
    assert not Veranstaltung.objects.exists()


def test_what_the_phase_does_not_ask_for_is_not_found(client, cycle, cast):
    client.force_login(cast.auditor)
    other = reverse("audits:veranstaltung_add", args=[cycle.open_run.pk, "beteiligung"])

    assert client.get(other).status_code == 404


def test_strangers_and_assessors_find_nothing(client, cycle, cast, add_url, event):
    teilnahme = events.invite(event=event, name="Ein Name", by=cast.auditor)
    of_event = ("detail", "change", "hold", "invite", "ics")
    urls = [add_url, url("list", cycle.pk), url("add_free", cycle.pk)]
    urls += [url(name, event.pk) for name in of_event]

    for user in (cast.stranger, cast.assessors[0]):
        client.force_login(user)
        assert {one: client.get(one).status_code for one in urls} == dict.fromkeys(urls, 404)
        assert client.post(url("uninvite", teilnahme.pk)).status_code == 404


def test_a_reader_reads_but_changes_nothing(client, cycle, cast, add_url, event):
    teilnahme = events.invite(event=event, name="Ein Name", by=cast.auditor)
    client.force_login(cast.reader)

    page = client.get(url("detail", event.pk)).text
    assert "Ein Name" in page
    assert "Entfernen" not in page
    for answer in (
        client.post(add_url, planned()),
        client.post(url("add_free", cycle.pk), planned()),
        client.post(url("change", event.pk), planned()),
        client.post(url("hold", event.pk), held()),
        client.post(url("invite", event.pk), {"name": "Noch ein Name"}),
        client.post(url("uninvite", teilnahme.pk)),
    ):
        assert answer.status_code == 403
        assert "Hier handelt: " in answer.text
    assert Teilnahme.objects.get() == teilnahme


def test_after_its_end_a_cycle_plans_nothing(client, cycle, cast):
    cycles.stop(cycle=cycle, reason="Abgesagt", by=cast.office)
    client.force_login(cast.editor)

    answer = client.post(url("add_free", cycle.pk), planned())

    assert answer.status_code == 409
    assert "Dieser Durchlauf ist beendet." in answer.text


def test_what_a_phase_asked_for_is_not_planned_when_the_phase_is_left(client):
    cycle = a_cycle("beteiligungskonzept")
    run = cycle.runs.get(phase__code="strategieworkshop")
    client.force_login(cast_of(cycle).auditor)

    answer = client.get(reverse("audits:veranstaltung_add", args=[run.pk, "strategieworkshop"]))

    assert answer.status_code == 409
    assert "abgeschlossen" in answer.text


def test_the_page_says_when_where_and_what_about(client, cast, event):
    client.force_login(cast.reader)

    text = client.get(url("detail", event.pk)).text

    assert "09:00 bis 12:30 Uhr" in text
    assert "Rathaus, Saal 1" in text
    assert "Einladung: Strategieworkshop" in text
    assert url("ics", event.pk) in text


def test_a_change_raises_the_number_of_the_invitation(client, cast, event):
    client.force_login(cast.editor)

    assert 'value="Rathaus, Saal 1"' in client.get(url("change", event.pk)).text
    answer = client.post(url("change", event.pk), planned(place="Bürgerhaus", version=1))

    event.refresh_from_db()
    assert answer.url == url("detail", event.pk)
    assert (event.place, event.sequence) == ("Bürgerhaus", 1)


def test_two_who_change_the_same_see_both_and_nothing_is_lost(client, cast, event):
    client.force_login(cast.editor)
    client.post(url("change", event.pk), planned(place="Ihr Ort", version=1))

    answer = client.post(url("change", event.pk), planned(place="Mein Ort", version=1))

    assert answer.status_code == 409
    assert ">Ihr Ort</dd>" in answer.text
    assert 'value="Mein Ort"' in answer.text
    event.refresh_from_db()
    assert event.place == "Ihr Ort"
    newer = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    client.post(url("change", event.pk), planned(place="Mein Ort", version=newer))
    event.refresh_from_db()
    assert event.place == "Mein Ort"


def test_people_come_onto_the_list_with_and_without_a_login(client, cast, event):
    client.force_login(cast.editor)
    guest = {"name": "Gast", "organisation": "Sportverein", "email": ""}
    member = {"name": "Mitglied", "organisation": "", "email": cast.reader.email.upper()}

    assert client.get(url("invite", event.pk)).status_code == 200
    for person in (guest, member):
        assert client.post(url("invite", event.pk), person).url == url("detail", event.pk)

    assert set(event.teilnahmen.values_list("name", "user")) == {
        ("Gast", None),
        ("Mitglied", cast.reader.pk),
    }
    text = client.get(url("detail", event.pk)).text
    assert "Gast, Sportverein" in text
    assert text.count("mit Zugang zum Portal") == 1


def test_inline_only_the_list_comes_back(client, cast, event):
    client.force_login(cast.editor)

    added = client.post(url("invite", event.pk), {"name": "Gast"}, headers=HTMX)
    wrong = client.post(url("invite", event.pk), {"name": "Gast 2", "email": "keine"}, headers=HTMX)
    removed = client.post(url("uninvite", event.teilnahmen.get().pk), headers=HTMX)

    assert [one.status_code for one in (added, wrong, removed)] == [200, 422, 200]
    assert all(one.text.startswith("<section") for one in (added, wrong, removed))
    assert "Eingetragen: Gast." in added.text
    assert 'value="Gast 2"' in wrong.text
    assert "Noch niemand." in removed.text


@pytest.mark.parametrize(
    ("person", "field"),
    [
        ({"name": "gast", "email": ""}, "name"),
        ({"name": "Anders", "email": "GAST@verein.example"}, "email"),
    ],
)
def test_nobody_comes_onto_the_list_twice(client, cast, event, person, field):
    events.invite(event=event, name="Gast", by=cast.editor)
    events.invite(event=event, name="Gast", email="gast@verein.example", by=cast.editor)
    client.force_login(cast.editor)

    answer = client.post(url("invite", event.pk), person)

    assert answer.status_code == 422
    assert f"{person['name']} steht schon auf der Liste." in answer.text
    assert f'href="#id_{field}"' in answer.text
    assert event.teilnahmen.count() == 2


def test_somebody_taken_off_the_list_is_gone(client, cast, event):
    teilnahme = events.invite(event=event, name="Gast", by=cast.editor)
    client.force_login(cast.editor)

    first = client.post(url("uninvite", teilnahme.pk))
    second = client.post(url("uninvite", teilnahme.pk))

    assert (first.url, second.status_code) == (url("detail", event.pk), 404)
    assert not Teilnahme.objects.exists()


def test_holding_it_opens_the_gate_and_says_who_was_there(client, cycle, cast, event):
    came = events.invite(event=event, name="Kam", by=cast.auditor)
    missed = events.invite(event=event, name="Fehlte", by=cast.auditor)
    client.force_login(cast.auditor)

    assert "Wer war da?" in client.get(url("hold", event.pk)).text
    answer = client.post(url("hold", event.pk), held(present=[came.pk], file=a_pdf()))

    event.refresh_from_db()
    assert answer.url == url("detail", event.pk)
    assert (event.held_on, event.minutes) == (clock.today(), "Es war gut.")
    assert event.minutes_document.title == f"Protokoll: {event.title}, {clock.today():%d.%m.%Y}"
    assert dict(event.teilnahmen.values_list("pk", "was_there")) == {
        came.pk: True,
        missed.pk: False,
    }
    assert not cycle.tasks.exists()
    text = client.get(url("detail", event.pk)).text
    assert "Es war gut." in text
    assert reverse("audits:document_download", args=[event.minutes_document_id]) in text


def test_it_is_held_once(client, cast, event):
    client.force_login(cast.auditor)
    client.post(url("hold", event.pk), held())

    for name, data in (("hold", held(minutes="Anders")), ("change", planned(version=1))):
        answer = client.post(url(name, event.pk), data)
        assert answer.status_code == 409
        assert "Diese Veranstaltung hat schon stattgefunden." in answer.text
    event.refresh_from_db()
    assert event.minutes == "Es war gut."


def test_who_was_there_can_be_added_afterwards(client, cast, event):
    client.force_login(cast.auditor)
    client.post(url("hold", event.pk), held())

    client.post(url("invite", event.pk), {"name": "Nachgetragen"})

    assert event.teilnahmen.get().was_there is True
    assert client.post(url("uninvite", event.teilnahmen.get().pk)).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: {"minutes": ""}, "Das Protokoll fehlt: als Text oder als Datei."),
        (
            lambda: {"held_on": clock.today() + dt.timedelta(days=1)},
            "Dieser Tag liegt in der Zukunft.",
        ),
        (lambda: {"present": ["0"]}, "Bitte treffen Sie eine Auswahl aus der Liste."),
        (lambda: {"file": a_program()}, "Diese Art von Datei wird nicht angenommen."),
    ],
)
def test_a_protokoll_that_cannot_be_is_said_beside_the_field(client, cast, event, wrong, sentence):
    present = events.invite(event=event, name="Gast", by=cast.auditor)
    client.force_login(cast.auditor)
    typed = held(minutes="Mein Text", present=[present.pk]) | wrong()

    answer = client.post(url("hold", event.pk), typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert typed["minutes"] in answer.text
    event.refresh_from_db()
    assert event.held_on is None


def test_a_protokoll_of_40_megabytes_is_too_large_and_the_text_is_kept(client, cast, event):
    client.force_login(cast.auditor)

    answer = client.post(url("hold", event.pk), held(minutes="Mein Text", file=too_large()))

    assert answer.status_code == 413
    assert "Die Datei ist zu groß" in answer.text
    assert "Mein Text" in answer.text
    assert not CycleDocument.objects.exists()


def test_the_calendar_file_is_handed_out_under_a_name_of_its_own(client, cast, event):
    client.force_login(cast.reader)

    answer = client.get(url("ics", event.pk))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    name = f"{event.day:%Y-%m-%d}-strategieworkshop.ics"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")


def test_the_list_costs_the_same_however_long(client, cycle, cast):
    client.force_login(cast.editor)

    assert "Noch ist keine Veranstaltung geplant." in client.get(url("list", cycle.pk)).text
    events.invite(event=an_event(cycle, cast.editor, "A"), name="Gast", by=cast.editor)
    one = questions(client, url("list", cycle.pk))
    for title in "BCD":
        events.invite(event=an_event(cycle, cast.editor, title), name="Gast", by=cast.editor)

    assert (questions(client, url("list", cycle.pk)), one <= 8) == (one, True)
    assert client.get(url("list", cycle.pk)).text.count("Geplant") == 4


def test_the_page_costs_the_same_however_many_come(client, cast, event):
    client.force_login(cast.editor)
    events.invite(event=event, name="A", email=cast.reader.email, by=cast.editor)

    one = questions(client, url("detail", event.pk))
    for user in (cast.office, cast.auditor, cast.editor):
        events.invite(event=event, name=user.name, email=user.email, by=cast.editor)

    assert (questions(client, url("detail", event.pk)), one <= 10) == (one, True)


@pytest.mark.parametrize(
    "name", ["add", "list", "add_free", "detail", "change", "hold", "invite", "ics"]
)
def test_other_methods_are_refused(client, cycle, cast, event, add_url, name):
    pk = cycle.pk if name in ("list", "add_free") else event.pk
    client.force_login(cast.editor)

    assert client.delete(add_url if name == "add" else url(name, pk)).status_code == 405


def test_nobody_is_taken_off_the_list_by_a_get(client, cast, event):
    teilnahme = events.invite(event=event, name="Gast", by=cast.editor)
    client.force_login(cast.editor)

    assert client.get(url("uninvite", teilnahme.pk)).status_code == 405
