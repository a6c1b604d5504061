import pytest
from django.urls import reverse

from auditportal import clock
from audits.actions import vermerk as vermerke
from audits.models import AuditCycle
from tests.factories.audits import a_cycle, a_version, an_organisation, cast_of, member_of

pytestmark = pytest.mark.django_db


def get(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"audits:{name}", args=args), query)


def test_everything_is_behind_the_login(client):
    for name in ("task_list", "cycle_list"):
        response = client.get(reverse(f"audits:{name}"))
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


def test_the_start_page_shows_everybody_their_own_tasks(client):
    cycle = a_cycle(at="begutachtung")
    cast = cast_of(cycle)

    text = "Ein Votum ist noch nicht gezeichnet."
    assert text in get(client, cast.assessors[0], "task_list").text
    assert text not in get(client, cast.editor, "task_list").text
    assert "ist für Sie nichts zu tun" in get(client, cast.stranger, "task_list").text


def test_what_is_not_possible_yet_waits_on_the_page_of_the_phase_with_its_reason(client):
    cycle = a_cycle(at="begutachtung")
    office = cast_of(cycle).office

    start = get(client, office, "task_list").text
    phase = get(client, office, "run_detail", cycle.open_run.pk).text

    assert "Die Begutachtung ist nicht freigegeben." not in start
    assert "Die Begutachtung ist nicht freigegeben." in phase
    assert "Zuerst: Ein Votum ist noch nicht gezeichnet." in phase


def test_a_task_for_one_person_is_not_shown_to_another_of_the_same_side(client):
    cycle = a_cycle(at="begutachtung")
    first, second = cast_of(cycle).assessors

    response = get(client, first, "task_list")

    assert response.text.count("Ein Votum ist noch nicht gezeichnet.") == 1
    assert second.name not in response.text


@pytest.mark.parametrize("name", ["cycle_detail", "cycle_history"])
def test_a_stranger_finds_no_cycle(client, name):
    cycle = a_cycle()

    assert get(client, cast_of(cycle).stranger, name, cycle.pk).status_code == 404


def test_a_stranger_finds_no_phase_and_cannot_leave_it(client):
    cycle = a_cycle()
    run = cycle.open_run

    assert get(client, cast_of(cycle).stranger, "run_detail", run.pk).status_code == 404
    assert client.post(reverse("audits:run_advance", args=[run.pk])).status_code == 404


def test_the_page_of_a_phase_says_what_is_missing_and_disables_the_button(client):
    cycle = a_cycle(at="teilnahmebeschluss")

    cast = cast_of(cycle)

    own = get(client, cast.editor, "run_detail", cycle.open_run.pk).text
    other = get(client, cast.office, "run_detail", cycle.open_run.pk).text

    assert "Der maßgebliche Beschluss fehlt (Rat)." in own
    assert "Jetzt am Zug: Sie" in own
    assert "Jetzt am Zug: Kommune" in other
    assert "disabled" in own


def test_leaving_a_phase_by_post_works_once_and_then_answers_409(client):
    cycle = a_cycle()
    cast = cast_of(cycle)
    run = cycle.open_run
    vermerke.note(run=run, gate=run.phase.gates.get(), on=clock.today(), text="", by=cast.office)
    client.force_login(cast.office)
    url = reverse("audits:run_advance", args=[run.pk])

    assert client.post(url)["Location"] == cycle.open_run.get_absolute_url()
    again = client.post(url)

    assert again.status_code == 409
    assert "bereits abgeschlossen" in again.text


def test_leaving_too_early_is_a_409_with_the_sentences(client):
    cycle = a_cycle()
    client.force_login(cast_of(cycle).office)

    response = client.post(reverse("audits:run_advance", args=[cycle.open_run.pk]))

    assert response.status_code == 409
    assert "Noch nicht vermerkt: Angebot mit Kostenbeitrag versandt." in response.text


def test_a_reader_may_not_leave_a_phase_and_reads_why(client):
    cycle = a_cycle(at="bestandsaufnahme")
    client.force_login(cast_of(cycle).reader)

    response = client.post(reverse("audits:run_advance", args=[cycle.open_run.pk]))

    assert response.status_code == 403
    assert "Hier handelt: Kommune" in response.text


def test_a_get_never_leaves_a_phase(client):
    cycle = a_cycle()

    assert get(client, cast_of(cycle).office, "run_advance", cycle.open_run.pk).status_code == 405


def test_an_assessor_sees_parties_and_companions_and_nothing_inside(client):
    cycle = a_cycle(at="begutachtung")
    cast = cast_of(cycle)
    assessor = cast.assessors[0]

    response = get(client, assessor, "cycle_detail", cycle.pk)

    assert response.status_code == 200
    assert cast.auditor.name in response.text
    assert "Was noch fehlt" not in response.text
    assert get(client, assessor, "cycle_history", cycle.pk).status_code == 404
    assert get(client, assessor, "run_detail", cycle.open_run.pk).status_code == 404


def test_the_geschaeftsstelle_begins_a_cycle_in_two_steps(client):
    version, organisation = a_version(), an_organisation(name="Neustadt")
    office = member_of(version.verfahren.owner, "office")
    client.force_login(office)
    url = reverse("audits:cycle_start")

    assert "Schritt 1 von 2" in client.get(url).text
    step = f"{url}?organisation={organisation.pk}&version={version.pk}"
    assert "Schritt 2 von 2" in client.get(step).text
    wrong = client.post(step, {"name": "Projektleitung", "email": "kein"})
    right = client.post(
        step,
        {"name": "Projektleitung", "email": "leitung@neustadt.example"},
    )

    assert wrong.status_code == 422
    assert "Projektleitung" in wrong.text
    cycle = AuditCycle.objects.get()
    assert right["Location"] == cycle.get_absolute_url()
    assert cycle.contact.email == "leitung@neustadt.example"
    again = client.post(step, {"contact": cycle.contact_id})
    assert again.status_code == 409


def test_only_the_people_of_a_traeger_begin(client):
    response = get(client, member_of(an_organisation(), "signatory"), "cycle_start")

    assert response.status_code == 403
    assert "Geschäftsstelle" in response.text


def test_stopping_needs_a_reason_and_the_name_of_who_takes_part(client):
    cycle = a_cycle()
    client.force_login(cast_of(cycle).office)
    url = reverse("audits:cycle_stop", args=[cycle.pk])

    typed = {"reason": "Haushaltssperre", "title": cycle.title.upper(), "checked": "1"}

    assert client.post(url, typed | {"reason": ""}).status_code == 422
    assert client.post(url, typed | {"title": "Anderswo"}).status_code == 422
    assert (
        client.post(url, {"reason": "Ohne Seite dazwischen", "title": cycle.title}).status_code
        == 200
    )
    assert not cycle.events.filter(kind="stopped").exists()
    assert client.post(url, typed).status_code == 302
    assert client.post(url, typed).status_code == 409


def test_the_list_finds_by_name_and_state(client):
    cycle = a_cycle(name="Überlingen")
    a_cycle(version=cycle.version, name="Aalen")
    office = cast_of(cycle).office

    everything = get(client, office, "cycle_list").text
    found = get(client, office, "cycle_list", q="überl").text

    assert everything.index("Aalen") < everything.index("Überlingen")
    assert "Überlingen" in found
    assert "Aalen" not in found
    assert "Nichts gefunden" in get(client, office, "cycle_list", state="ended").text


@pytest.mark.parametrize(("name", "budget"), [("task_list", 14), ("cycle_list", 8)])
def test_lists_cost_the_same_however_long(client, django_assert_max_num_queries, name, budget):
    cycle = a_cycle()
    office = cast_of(cycle).office
    client.force_login(office)

    def queries():
        with django_assert_max_num_queries(budget + 3) as counted:  # three of the transaction
            assert client.get(reverse(f"audits:{name}")).status_code == 200
        return len(counted)

    one = queries()
    for _ in range(5):
        a_cycle(version=cycle.version)

    assert queries() == one


@pytest.mark.parametrize("phase", ["bestandsaufnahme", "begutachtung", "umsetzung"])
def test_the_pages_of_a_cycle_stay_in_their_budget(client, django_assert_max_num_queries, phase):
    cycle = a_cycle(at=phase)
    client.force_login(cast_of(cycle).office)

    for url in (cycle.get_absolute_url(), cycle.open_run.get_absolute_url()):
        with django_assert_max_num_queries(13):  # ten, and three of the transaction
            assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    ("phase", "label"),
    [("begutachtung", "Begutachtung, Runde 1"), ("umsetzung", "Jahresbericht 3, fällig am")],
)
def test_the_page_of_a_phase_links_what_it_has_brought_forth(client, phase, label):
    cycle = a_cycle(at=phase)

    response = get(client, cast_of(cycle).office, "run_detail", cycle.open_run.pk)

    assert "Dazu gehört" in response.text
    assert label in response.text


def test_the_contact_of_a_running_cycle_is_changed_and_a_member_is_not_typed_again(client):
    cycle = a_cycle()
    cast = cast_of(cycle)
    url = reverse("audits:cycle_contact", args=[cycle.pk])
    client.force_login(cast.editor)

    page = client.get(url).text
    client.post(url, {"who": f"mitglied-{cast.editor.pk}"})

    contact = AuditCycle.objects.get(pk=cycle.pk).contact
    assert f"{cast.editor.name}, {cast.editor.email}" in page
    assert (contact.name, contact.email) == (cast.editor.name, cast.editor.email)
    assert f"mitglied-{cast.editor.pk}" not in client.get(url).text
    assert get(client, cast.reader, "cycle_contact", cycle.pk).status_code == 403
    assert get(client, cast.stranger, "cycle_contact", cycle.pk).status_code == 404
