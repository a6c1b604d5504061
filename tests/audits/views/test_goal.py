import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from auditportal.forms.euro import EuroField
from auditportal.notation import euros
from audits.actions import goal as goals
from audits.models import Goal, Measure
from tests.audits.counting import questions
from tests.factories.audits import a_cycle, a_goal, a_measure, cast_of

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def cycle():
    return a_cycle("zielvereinbarungsworkshop")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def feld(cycle):
    return cycle.version.handlungsfelder.get(code="hf3")


@pytest.fixture
def goal(cycle, feld, cast):
    return a_goal(cycle, feld, cast.editor, "Übergänge gelingen")


@pytest.fixture
def measure(goal, cast):
    return a_measure(goal, cast.editor, title="Lotsen an jeder Schule")


def list_url(cycle):
    return reverse("audits:goal_list", args=[cycle.pk])


def url(name, row):
    return reverse(f"audits:{name}", args=[row.pk])


def typed(**changed):
    given = {
        "title": "Lotsen an jeder Schule",
        "responsible": "Fachbereich Bildung",
        "begins_on": "2027-01-01",
        "ends_on": "2027-12-31",
        "budget": "12.500,50",
        "target_groups": ["children", "families"],
        "version": "1",
    }
    return given | changed


# --- the list -----------------------------------------------------------------------------------


def test_the_list_shows_goals_and_measures_by_handlungsfeld(client, cycle, cast, measure):
    client.force_login(cast.reader)

    page = client.get(list_url(cycle))

    assert page.status_code == 200
    assert re.findall(r'<section id="(\w+)"', page.text) == [f"hf{n}" for n in range(1, 7)]
    assert "1 Ziel und 1 Maßnahme" in page.text
    assert "Lotsen an jeder Schule" in page.text
    assert page.text.count("Noch kein Ziel.") == 5
    assert "aendern" not in page.text
    assert "Hier handelt:" in page.text


def test_a_priority_is_chosen_listed_and_looked_for(client, cycle, cast, measure):
    a_measure(measure.goal, title="Ferienprogramm")
    client.force_login(cast.editor)

    client.post(url("measure_change", measure), typed(priority="high"))

    page = client.get(list_url(cycle))
    high = client.get(list_url(cycle), {"priority": "high"})
    assert page.text.count("<dt>Priorität</dt>") == page.text.count("<dd>hoch</dd>") == 1
    assert "1 Ziel und 1 Maßnahme gefunden" in high.text
    assert "Ferienprogramm" not in high.text


def test_every_address_in_the_list_exists(client, cycle, cast, goal):
    for number in range(3):
        a_measure(goal, title=f"Maßnahme {number}")
    client.force_login(cast.editor)

    page = client.get(list_url(cycle))

    main = page.text.partition("<main")[2]
    for address in set(re.findall(r'href="(/(?:ziele|massnahmen)/[^"]+)"', main)):
        assert client.get(address).status_code == 200, address
    moves = set(re.findall(r'formaction="([^"]+)"', main))
    assert len(moves) == 4
    for address in moves:
        assert client.post(address).status_code == 302, address


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"feld": "hf3"}, "1 Ziel und 2 Maßnahmen"),
        ({"responsible": "Jugendamt"}, "1 Ziel und 1 Maßnahme"),
        ({"q": "LOTSEN schule"}, "1 Ziel und 1 Maßnahme"),
        ({"q": "übergänge"}, "1 Ziel und 2 Maßnahmen"),
        ({"q": "nirgends"}, "0 Ziele und 0 Maßnahmen"),
    ],
)
def test_the_list_is_narrowed_by_handlungsfeld_responsible_and_words(
    client, cycle, cast, goal, measure, query, found
):
    a_measure(goal, title="Ferienprogramm", responsible="Jugendamt")
    a_measure(a_goal(cycle, title="Steuern"), title="Lenkungskreis")
    client.force_login(cast.reader)

    page = client.get(list_url(cycle), query)

    assert f"{found} gefunden, insgesamt 2 Ziele und 3 Maßnahmen." in page.text


def test_a_filter_that_is_none_shows_everything(client, cycle, cast, measure):
    client.force_login(cast.reader)

    page = client.get(list_url(cycle), {"feld": "hf99", "responsible": "Niemand"})

    assert page.status_code == 200
    assert "Lotsen an jeder Schule" in page.text


def test_strangers_and_assessors_find_nothing(client, cycle, cast, goal, measure):
    addresses = [list_url(cycle), reverse("audits:goal_add", args=[cycle.pk, "hf1"])]
    addresses += [url(f"goal_{verb}", goal) for verb in ("detail", "change", "remove")]
    addresses += [url("measure_add", goal)]
    addresses += [url(f"measure_{verb}", measure) for verb in ("detail", "change", "remove")]
    moves = [url("goal_up", goal), url("measure_down", measure)]

    for user in (cast.stranger, cast.assessors[0]):
        client.force_login(user)
        assert {client.get(address).status_code for address in addresses} == {404}
        assert {client.post(address).status_code for address in moves} == {404}


def test_the_list_asks_the_same_few_questions_for_18_goals_and_43_measures(client, cycle, cast):
    client.force_login(cast.editor)
    few = questions(client, list_url(cycle))
    for number in range(18):
        goal = a_goal(cycle, title=f"Ziel {number}", by=cast.editor)
        for other in range(2 + (number < 7)):
            a_measure(goal, cast.editor, title=f"Maßnahme {other}")

    many = questions(client, list_url(cycle))

    assert Measure.objects.filter(cycle=cycle).count() == 43
    assert few <= 11
    assert many == few


# --- writing ------------------------------------------------------------------------------------


def test_a_goal_is_added_in_its_handlungsfeld(client, cycle, cast, feld):
    client.force_login(cast.editor)
    address = reverse("audits:goal_add", args=[cycle.pk, "hf3"])

    shown = client.get(address)
    answer = client.post(address, {"title": "Alle kommen mit", "description": "Auch\r\nspät"})

    added = Goal.objects.get(cycle=cycle)
    assert feld.name in shown.text
    assert (added.title, added.description) == ("Alle kommen mit", "Auch\nspät")
    assert (added.handlungsfeld, added.saved_by) == (feld, cast.editor)
    assert answer.url == f"{list_url(cycle)}#ziel-{added.pk}"
    assert "Gespeichert: Alle kommen mit" in client.get(list_url(cycle)).text


def test_a_measure_is_added_with_all_that_belongs_to_it(client, cycle, cast, goal):
    client.force_login(cast.editor)

    answer = client.post(url("measure_add", goal), typed())

    added = Measure.objects.get(goal=goal)
    assert answer.url == f"{list_url(cycle)}#massnahme-{added.pk}"
    assert (added.begins_on, added.ends_on) == (dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    assert (added.budget, added.target_groups) == (Decimal("12500.50"), ["children", "families"])
    page = client.get(list_url(cycle)).text
    assert "01.01.2027 bis 31.12.2027" in page
    assert "12.500,50 €" in page
    assert "Kinder, Familien" in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": ""}, "Maßnahme – "),
        ({"ends_on": "2026-12-31"}, "Abschluss – „Abschluss“ darf nicht vor „Beginn“ liegen."),
        ({"ends_on": "31.02.2027"}, "Abschluss – Bitte geben Sie ein gültiges Datum ein"),
        ({"budget": "viel"}, "Budget in Euro – Bitte geben Sie einen Betrag ein"),
        ({"budget": "-5"}, "Budget in Euro – "),
        ({"budget": "1,234"}, "Budget in Euro – "),
        ({"target_groups": ["trees"]}, "Zielgruppen – "),
        ({"title": "x" * 301}, "Maßnahme – "),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_all_input_kept(
    client, cast, goal, changed, sentence
):
    client.force_login(cast.editor)
    given = typed(indicator="Zahl der Lotsen") | changed

    answer = client.post(url("measure_add", goal), given)

    assert answer.status_code == 422
    assert "<title>Fehler: " in answer.text
    assert sentence in answer.text
    assert 'value="Zahl der Lotsen"' in answer.text
    assert f'value="{given["budget"]}"' in answer.text
    assert not Measure.objects.exists()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12500", "12500"),
        ("12.500", "12500"),
        ("1.250.000,5", "1250000.5"),
        ("12500,50 €", "12500.50"),
        ("99.95", "99.95"),
        ("1 000 EUR", "1000"),
        ("", None),
    ],
)
def test_an_amount_is_read_as_people_here_write_it(text, amount):
    field = EuroField(required=False, max_digits=12, decimal_places=2)

    assert field.clean(text) == (Decimal(amount) if amount else None)


@pytest.mark.parametrize(
    ("amount", "text"), [("12500", "12.500"), ("1250000.5", "1.250.000,50"), ("0", "0")]
)
def test_an_amount_is_shown_so_that_it_is_read_the_same(amount, text):
    assert euros(Decimal(amount)) == text
    assert EuroField().clean(text) == Decimal(amount)


def test_a_change_is_saved_over_the_version_that_was_read(client, cycle, cast, measure):
    client.force_login(cast.editor)

    shown = client.get(url("measure_change", measure))
    answer = client.post(url("measure_change", measure), typed(title="Mehr Lotsen"))

    assert 'name="version" value="1"' in shown.text
    assert answer.status_code == 302
    measure.refresh_from_db()
    assert (measure.title, measure.version) == ("Mehr Lotsen", 2)


def test_a_goal_is_changed(client, cast, goal):
    client.force_login(cast.editor)

    answer = client.post(url("goal_change", goal), {"title": "Neu", "version": "1"})

    assert answer.status_code == 302
    goal.refresh_from_db()
    assert (goal.title, goal.version) == ("Neu", 2)


@pytest.fixture
def overtaken(client, cast, measure):
    """Both read version 1; the other one was faster."""
    fields = {"description": "", "responsible": "Amt für Schule", "ends_on": dt.date(2030, 1, 1)}
    goals.change_measure(measure=measure, version=1, by=cast.office, title="Ihre Worte", **fields)
    client.force_login(cast.editor)
    return client.post(url("measure_change", measure), typed(title="Meine Worte"))


def test_whoever_was_slower_sees_both_and_overwrites_nothing(cast, measure, overtaken):
    assert overtaken.status_code == 409
    assert f"{cast.office} hat am" in overtaken.text
    assert "Ihre Worte" in overtaken.text
    assert "Amt für Schule" in overtaken.text
    assert 'value="Meine Worte"' in overtaken.text
    assert 'name="version" value="2"' in overtaken.text
    assert "Gespeicherte Angaben behalten" in overtaken.text
    measure.refresh_from_db()
    assert (measure.title, measure.version) == ("Ihre Worte", 2)


def test_whoever_was_slower_can_overwrite_knowingly(client, measure, overtaken):
    answer = client.post(url("measure_change", measure), typed(title="Meine Worte", version="2"))

    assert answer.status_code == 302
    measure.refresh_from_db()
    assert (measure.title, measure.version) == ("Meine Worte", 3)


def test_readers_write_nothing_and_learn_who_does(client, cycle, cast, goal, measure):
    client.force_login(cast.reader)
    add = reverse("audits:goal_add", args=[cycle.pk, "hf1"])
    forms = [
        add,
        url("goal_change", goal),
        url("measure_add", goal),
        url("measure_change", measure),
    ]
    removals = [url("goal_remove", goal), url("measure_remove", measure)]
    moves = [url("goal_up", goal), url("measure_down", measure)]

    refused = [client.get(address) for address in forms + removals]
    refused += [client.post(address, typed(title="Ich")) for address in forms + removals + moves]

    assert {answer.status_code for answer in refused} == {403}
    assert all("Hier handelt:" in answer.text for answer in refused)
    assert [one.title for one in Measure.objects.all()] == ["Lotsen an jeder Schule"]


def test_once_frozen_and_left_nothing_changes_and_the_typed_text_stays(client):
    cycle = a_cycle("beschluss")
    goal = cycle.goals.first()
    measure = goal.measures.get()
    client.force_login(cast_of(cycle).editor)

    late = client.post(url("measure_change", measure), typed(title="Zu spät"))

    assert late.status_code == 409
    assert "Die Ziele und Maßnahmen sind eingefroren." in late.text
    assert 'value="Zu spät"' in late.text
    assert client.get(url("measure_change", measure)).status_code == 409
    assert client.post(url("goal_remove", goal)).status_code == 409
    assert client.post(url("measure_up", measure)).status_code == 409
    assert "aendern" not in client.get(list_url(cycle)).text
    measure.refresh_from_db()
    assert measure.version == 1


def test_wrong_methods_are_refused(client, cycle, cast, goal, measure):
    client.force_login(cast.editor)

    assert client.post(list_url(cycle)).status_code == 405
    for address in (url("goal_up", goal), url("measure_down", measure)):
        assert client.get(address).status_code == 405
    for address in (url("goal_change", goal), url("measure_remove", measure)):
        assert client.put(address).status_code == 405
    assert client.post(url("measure_detail", measure)).status_code == 405


# --- in its place, with htmx ---------------------------------------------------------------------


def test_a_row_becomes_a_form_and_a_row_again(client, cycle, cast, measure):
    client.force_login(cast.editor)
    address = url("measure_change", measure)

    form = client.get(address, **HTMX)
    saved = client.post(address, typed(title="Neu"), **HTMX)
    row = client.get(url("measure_detail", measure), **HTMX)

    for part in (form, saved, row):
        assert part.status_code == 200
        assert part.text.count(f'id="massnahme-{measure.pk}"') == 1
        assert "<html" not in part.text
    assert "<form" in form.text
    assert "data-cancel" in form.text
    assert "<form" not in saved.text
    assert "Neu" in saved.text
    assert row.text == saved.text


def test_an_error_in_the_row_stays_in_the_row(client, cast, measure):
    client.force_login(cast.editor)

    answer = client.post(url("measure_change", measure), typed(budget="viel"), **HTMX)

    assert answer.status_code == 422
    assert "<html" not in answer.text
    assert 'value="viel"' in answer.text


def test_a_new_measure_appears_before_the_link_that_adds_the_next(client, cast, goal):
    client.force_login(cast.editor)

    answer = client.post(url("measure_add", goal), typed(), **HTMX)

    added = Measure.objects.get()
    assert answer.text.index(f"massnahme-{added.pk}") < answer.text.index(f"ziel-{goal.pk}-neu")


def test_the_head_of_a_goal_is_edited_in_its_place(client, cast, goal, measure):
    client.force_login(cast.editor)

    form = client.get(url("goal_change", goal), **HTMX)
    saved = client.post(url("goal_change", goal), {"title": "Neu", "version": "1"}, **HTMX)

    for part in (form, saved):
        assert f'id="ziel-{goal.pk}-kopf"' in part.text
        assert "Lotsen" not in part.text


def test_a_row_without_htmx_is_a_place_in_the_list(client, cycle, cast, measure):
    client.force_login(cast.reader)

    answer = client.get(url("measure_detail", measure))

    assert answer.url == f"{list_url(cycle)}#massnahme-{measure.pk}"


# --- order and removal --------------------------------------------------------------------------


def titles(goal):
    return list(goal.measures.order_by("position").values_list("title", flat=True))


def test_measures_move_one_place_up_and_down(client, cast, goal):
    first, second, third = (a_measure(goal, title=title) for title in "ABC")
    client.force_login(cast.editor)

    answer = client.post(url("measure_down", first))
    assert titles(goal) == ["B", "A", "C"]
    assert answer.url.endswith(f"#massnahme-{first.pk}")
    client.post(url("measure_up", third))
    assert titles(goal) == ["B", "C", "A"]
    client.post(url("measure_up", second))
    assert titles(goal) == ["B", "C", "A"]


def test_goals_move_within_their_handlungsfeld(client, cycle, cast, feld, goal):
    other = a_goal(cycle, feld, title="Zweites")
    client.force_login(cast.editor)

    client.post(url("goal_up", other))

    ordered = cycle.goals.filter(handlungsfeld=feld).order_by("position")
    assert list(ordered) == [other, goal]


def test_removing_a_goal_asks_once_more_and_names_what_goes_along(client, cycle, cast, measure):
    client.force_login(cast.editor)
    address = url("goal_remove", measure.goal)

    asked = client.get(address)
    still_there = Measure.objects.count()
    answer = client.post(address)

    assert "Lotsen an jeder Schule" in asked.text
    assert still_there == 1
    assert answer.url == f"{list_url(cycle)}#hf3"
    assert not Goal.objects.exists()
    assert not Measure.objects.exists()
    assert client.post(address).status_code == 404


def test_removing_a_measure_leaves_its_goal(client, cycle, cast, measure):
    client.force_login(cast.editor)
    address = url("measure_remove", measure)

    assert client.get(address).status_code == 200
    answer = client.post(address)

    assert answer.url == f"{list_url(cycle)}#ziel-{measure.goal_id}"
    assert Goal.objects.count() == 1
    assert not Measure.objects.exists()
