import pytest
from django.urls import reverse

from audits.actions import cycle as cycles
from audits.models import Mark, Progress
from tests.audits.counting import questions
from tests.audits.reporting import accepted, enter, report_of
from tests.audits.ways.walking import Way
from tests.factories.audits import a_cycle, a_goal, a_measure, a_version, cast_of, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return a_cycle(at="umsetzung")


@pytest.fixture
def cycle(first):
    version = a_version(1, owner=first.owner, code="FGK-BIL")
    return Way(version, first.parties.get().organisation, before=first).cycle


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


def page(cycle):
    return reverse("audits:bilanz", args=[cycle.pk])


def chosen(cycle, goal: str, measure: str, place: int = 0) -> dict:
    """What somebody chooses in one Handlungsfeld, and the button there."""
    one = cycle.goals.in_order()[place]
    marks = {f"ziel-{one.pk}": goal, f"massnahme-{one.measures.get().pk}": measure}
    return marks | {"feld": one.handlungsfeld.code}


def sent(response, **changed) -> dict:
    """The page as a browser would send it back, after somebody has changed these choices."""
    form = response.context["form"]
    marks = {name: form[name].value() for name in form.rows}
    return {"shown": form["shown"].value()} | marks | changed


def marks(cycle) -> list[tuple[str, str]]:
    """Of each goal and its measure."""
    return [(one.mark, one.measures.get().mark) for one in cycle.goals.in_order()]


def test_both_cycles_stand_side_by_side_with_what_was_reported_last(client, first, cycle, cast):
    report, office, editor = report_of(first), cast.office, cast.editor
    measure = first.measures.first()
    enter(report, measure, editor, progress=Progress.LATE, text="Die Förderung kam spät.")
    accepted(report, editor, office)
    client.force_login(cast.reader)

    text = client.get(page(cycle)).text

    assert "0 von 12 Zielen und Maßnahmen entschieden" in text
    assert "Die Förderung kam spät." in text
    assert text.count("Bisher</p>") == text.count("Jetzt</p>") == 6
    assert 'type="radio"' not in text


def test_what_is_chosen_is_kept_and_the_page_goes_on_in_the_same_place(client, cycle, cast):
    client.force_login(cast.editor)

    response = client.post(page(cycle), chosen(cycle, "continued", "balanced"))

    goal = cycle.goals.first()
    assert response["Location"] == f"{page(cycle)}#hf1"
    assert (goal.mark, goal.measures.get().mark) == (Mark.CONTINUED, Mark.BALANCED)
    assert "2 von 12 Zielen und Maßnahmen entschieden" in client.get(page(cycle)).text


def test_whatever_was_chosen_in_any_handlungsfeld_is_saved_by_every_button(client, cycle, cast):
    client.force_login(cast.editor)
    old = client.get(page(cycle))
    first, last = chosen(cycle, "continued", "balanced"), chosen(cycle, "continued", "", 5)

    response = client.post(page(cycle), sent(old, **last | first))

    assert response["Location"] == f"{page(cycle)}#hf1"
    assert marks(cycle) == [("continued", "balanced"), *4 * [("", "")], ("continued", "")]


def test_a_page_from_before_changes_only_what_was_changed_on_it(client, cycle, cast):
    client.force_login(cast.editor)
    old = client.get(page(cycle))
    client.post(page(cycle), sent(old, **chosen(cycle, "balanced", "balanced")))

    client.post(page(cycle), sent(old, **chosen(cycle, "continued", "continued", 1)))

    assert marks(cycle)[:3] == [("balanced", "balanced"), ("continued", "continued"), ("", "")]


def test_two_who_decide_otherwise_are_asked_once_more(client, cycle, cast):
    client.force_login(cast.editor)
    old, goal = client.get(page(cycle)), f"ziel-{cycle.goals.in_order()[0].pk}"
    other = f"ziel-{cycle.goals.in_order()[1].pk}"
    client.post(page(cycle), sent(old, **{goal: "continued"}))

    conflict = client.post(page(cycle), sent(old, **{goal: "balanced", other: "continued"}))

    assert conflict.status_code == 409
    assert "Inzwischen steht hier „fortgeführt“. Bleibt es bei Ihrer Wahl?" in conflict.text
    assert conflict.context["form"][goal].value() == "balanced"
    assert [mark for mark, _ in marks(cycle)][:2] == ["continued", ""], "nothing is half-written"

    client.post(page(cycle), sent(conflict))

    assert [mark for mark, _ in marks(cycle)][:2] == ["balanced", "continued"]


@pytest.mark.parametrize("note", ["", "unfug", "[]", "7", '{"ziel-1": [1]}', 20_000 * "["], ids=len)
def test_a_page_that_does_not_say_what_it_showed_saves_what_is_chosen(client, cycle, cast, note):
    client.force_login(cast.editor)

    client.post(page(cycle), chosen(cycle, "continued", "balanced") | {"shown": note})

    assert marks(cycle)[0] == ("continued", "balanced")


def test_two_who_decide_the_same_notice_nothing(client, cycle, cast):
    client.force_login(cast.editor)
    old = client.get(page(cycle))
    typed = sent(old, **chosen(cycle, "balanced", "balanced"))

    assert [client.post(page(cycle), typed).status_code for _ in range(2)] == [302, 302]
    assert marks(cycle)[0] == ("balanced", "balanced")


def test_after_a_refusal_the_page_shows_what_others_have_saved(client, cycle, cast):
    client.force_login(cast.editor)
    old = client.get(page(cycle))
    client.post(page(cycle), sent(old, **chosen(cycle, "continued", "continued", 1)))

    refused = client.post(page(cycle), sent(old, **chosen(cycle, "balanced", "continued")))
    form = refused.context["form"]
    mended = sent(refused, **chosen(cycle, "balanced", "balanced"))
    client.post(page(cycle), mended)

    assert refused.status_code == 422
    assert form[f"ziel-{cycle.goals.in_order()[1].pk}"].value() == "continued"
    assert marks(cycle)[:2] == [("balanced", "balanced"), ("continued", "continued")]


def test_a_measure_does_not_go_on_under_a_goal_that_ends(client, cycle, cast):
    client.force_login(cast.editor)

    response = client.post(page(cycle), chosen(cycle, "balanced", "continued"))

    assert response.status_code == 422
    assert "<title>Fehler: Bilanz" in response.text
    assert "Ihr Ziel ist bilanziert. Bilanzieren Sie auch diese Maßnahme." in response.text
    assert response.text.count("checked") == 2
    assert cycle.goals.first().mark == ""


def test_a_value_that_nobody_offers_is_answered_422(client, cycle, cast):
    client.force_login(cast.editor)

    response = client.post(page(cycle), chosen(cycle, "new", ""))

    assert response.status_code == 422
    assert cycle.goals.first().mark == ""


def test_readers_read_strangers_and_assessors_find_nothing(client, cycle, cast):
    client.force_login(cast.reader)
    assert client.get(page(cycle)).status_code == 200
    assert client.post(page(cycle), chosen(cycle, "continued", "")).status_code == 403

    for user in (cast.stranger, cast.assessors[0]):
        client.force_login(user)
        assert client.get(page(cycle)).status_code == 404
        assert client.post(page(cycle)).status_code == 404


def test_after_the_goals_are_frozen_the_choice_is_kept_but_too_late(client, first, cast, cycle):
    later = a_cycle(at="beschluss", version=cycle.version)
    goal = later.goals.first()
    goal.mark = ""
    goal.save()
    client.force_login(cast_of(later).editor)

    response = client.post(page(later), {f"ziel-{goal.pk}": "continued"})

    assert response.status_code == 409
    assert "Die Ziele und Maßnahmen sind eingefroren." in response.text
    goal.refresh_from_db()
    assert goal.mark == ""


def test_other_addresses_and_methods_lead_nowhere(client, first, cycle, cast):
    client.force_login(cast.office)

    assert client.get(page(first)).status_code == 404
    assert client.put(page(cycle)).status_code == 405


def test_the_tab_stands_where_something_is_taken_over_and_only_there(client, first, cycle, cast):
    client.force_login(cast.office)

    of_both = [reverse("audits:goal_list", args=[one.pk]) for one in (cycle, first)]

    shown, other = [client.get(address).text for address in of_both]

    assert page(cycle) in shown
    assert "/bilanz/" not in other


def test_what_is_new_stands_beside_nothing(client, cycle, cast):
    goal = a_goal(cycle, title="Ganz neues Ziel")
    goal.mark = Mark.NEW
    goal.save()
    a_measure(goal, title="Ganz neue Maßnahme", mark=Mark.NEW)
    client.force_login(cast.editor)

    text = client.get(page(cycle)).text

    assert "Gab es noch nicht." in text
    assert "1 neu" not in text  # a goal and its measure
    assert "2 neu" in text


def test_the_page_asks_few_questions_however_much_was_taken_over(client, cycle, cast):
    client.force_login(cast.editor)
    client.get(page(cycle))  # what is published is read once a process
    few = questions(client, page(cycle))
    for number in range(12):
        a_measure(a_goal(cycle, title=f"Ziel {number}"), title=f"Maßnahme {number}")

    assert questions(client, page(cycle)) == few
    assert few <= 12


def test_a_second_cycle_of_the_same_rung_does_not_begin_beside_the_first(first, cycle):
    beginning = cycles.Beginning(cycle.parties.get().organisation, cycle.version, predecessor=first)

    verdict = cycles.can_start(member_of(cycle.owner, "office"), beginning)

    assert "läuft für" in str(verdict)
