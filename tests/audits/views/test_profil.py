"""The pages of the profile: figures, what is under way, and the texts that save themselves."""

import datetime as dt

import pytest
from django.urls import reverse

from auditportal.models import Role
from audits.actions import profil as profile
from audits.models import CycleEvent, Freigabe, Kennzahl, Swot, Vorhaben
from handlungsfelder.models import Party
from tests.audits.settled import assert_settled
from tests.factories.audits import a_cycle, a_version, an_organisation, cast_of, member_of

pytestmark = pytest.mark.django_db
FIGURE = {"value": 12500, "unit": "Personen", "as_of": dt.date(2020, 12, 31), "source": "Register"}
TYPED = {"label": "Einwohner", "value": "12.500", "as_of": "2020-12-31", "source": "Register"}
TEXTS = {
    "strengths": "Viele Vereine",
    "weaknesses": "Wenig Busse",
    "opportunities": "Neue Bahnlinie",
    "threats": "Wegzug",
}


@pytest.fixture
def cycle():
    return a_cycle("kommunalprofil", version=a_version(1, code="DAKS"))


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


def page(cycle, name="profil"):
    return reverse(f"audits:{name}", args=[cycle.pk])


def typed(cycle, **texts):
    return {f"swot-{cycle.pk}-{name}": text for name, text in (TEXTS | texts).items()}


def test_the_profile_is_a_part_of_the_cycle_where_the_version_asks_for_it(client, cycle, cast):
    client.force_login(cast.editor)
    fgk = a_cycle()
    client.force_login(cast.editor)

    labels = client.get(cycle.get_absolute_url()).text
    client.force_login(member_of(fgk.owner, Role.OFFICE))
    others = client.get(fgk.get_absolute_url()).text

    assert page(cycle) in labels
    assert "Beschlüsse und Dokumente</a>" not in labels
    assert page(fgk) not in others
    assert "Beschlüsse und Dokumente</a>" in others


def test_a_figure_is_typed_as_people_write_it(client, cycle, cast):
    client.force_login(cast.editor)

    response = client.post(page(cycle, "kennzahl_add"), TYPED, follow=True)

    assert Kennzahl.objects.get(cycle=cycle).value == 12500
    assert "12.500" in response.text
    assert_settled()


def test_a_figure_that_does_not_fit_is_kept_as_it_was_typed(client, cycle, cast):
    client.force_login(cast.editor)

    response = client.post(page(cycle, "kennzahl_add"), TYPED | {"value": "viele"})

    assert response.status_code == 422
    assert "Bitte geben Sie eine Zahl ein" in response.text
    assert 'value="viele"' in response.text


def test_what_a_second_person_changed_meanwhile_is_shown_beside_ones_own(client, cycle, cast):
    figure = profile.add_figure(cycle=cycle, label="Einwohner", by=cast.editor, **FIGURE)
    client.force_login(cast.editor)
    url = reverse("audits:kennzahl_change", args=[figure.pk])
    profile.change_figure(figure=figure, version=1, by=cast.auditor, source="Statistisches Amt")

    response = client.post(url, TYPED | {"version": 1})

    assert response.status_code == 409
    assert "Statistisches Amt" in response.text
    assert Kennzahl.objects.get().source == "Statistisches Amt"


def test_a_figure_and_a_project_are_struck_off_after_a_question(client, cycle, cast):
    figure = profile.add_figure(cycle=cycle, label="Einwohner", by=cast.editor, **FIGURE)
    project = profile.add_project(cycle=cycle, title="Mehrgenerationenhaus", by=cast.editor)
    client.force_login(cast.editor)

    for name, row in (("kennzahl_remove", figure), ("vorhaben_remove", project)):
        url = reverse(f"audits:{name}", args=[row.pk])
        assert str(row) in client.get(url).text
        client.post(url)

    assert (Kennzahl.objects.count(), Vorhaben.objects.count()) == (0, 0)
    assert_settled()


def test_a_project_is_added_and_changed(client, cycle, cast):
    client.force_login(cast.editor)

    client.post(page(cycle, "vorhaben_add"), {"title": "Bürgerbus"})
    project = Vorhaben.objects.get()
    url = reverse("audits:vorhaben_change", args=[project.pk])
    client.post(url, {"title": "Bürgerbus Nord", "responsible": "Verein", "version": 1})

    project.refresh_from_db()
    assert (project.title, project.responsible) == ("Bürgerbus Nord", "Verein")


def test_the_texts_save_themselves_while_somebody_writes(client, cycle, cast):
    client.force_login(cast.editor)

    response = client.post(page(cycle, "swot_save"), typed(cycle), headers={"hx-request": "true"})

    assert "Gespeichert" in response.text
    assert Swot.objects.get(cycle=cycle).threats == "Wegzug"
    assert_settled()


def test_two_who_write_the_same_text_see_both(client, cycle, cast):
    profile.save_swot(cycle=cycle, version=None, by=cast.auditor, **TEXTS)
    client.force_login(cast.editor)
    data = typed(cycle, threats="Leerstand") | {"version": 0}

    response = client.post(page(cycle, "swot_save"), data, headers={"hx-request": "true"})

    text = response.text
    assert response.status_code == 409
    assert "Wegzug" in text
    assert "<textarea" not in text  # the writer's own stays in the page as it is


def test_without_scripts_the_button_saves_the_texts(client, cycle, cast):
    client.force_login(cast.editor)

    response = client.post(page(cycle), typed(cycle), follow=True)

    assert "Die Texte sind gespeichert." in response.text
    assert Swot.objects.get().weaknesses == "Wenig Busse"


def test_the_companion_releases_what_is_whole_and_then_nothing_changes(client, cycle, cast):
    client.force_login(cast.auditor)
    assert client.post(page(cycle, "profil_release")).status_code == 409
    for label in ("Einwohner", "Über 65 Jahre", "Zuzüge"):
        profile.add_figure(cycle=cycle, label=label, by=cast.editor, **FIGURE)
    profile.add_project(cycle=cycle, title="Bürgerbus", by=cast.editor)
    profile.save_swot(cycle=cycle, version=None, by=cast.editor, **TEXTS)

    client.post(page(cycle, "profil_release"))

    assert Freigabe.objects.get(cycle=cycle).subject == "profil"
    client.force_login(cast.editor)
    assert client.get(page(cycle, "kennzahl_add")).status_code == 409
    kept = client.post(page(cycle), typed(cycle, strengths="Später"))
    assert kept.status_code == 409
    assert "Später" in kept.text
    assert_settled()


def test_what_is_missing_leads_to_its_place_on_the_page(cycle):
    links = set(cycle.tasks.values_list("text", "link"))

    assert ("Kennzahlen fehlen noch: 3.", f"{page(cycle)}#kennzahlen") in links
    assert ("Die Freigabe fehlt: Kommunalprofil.", page(cycle)) in links


def test_with_several_sides_one_may_keep_a_figure_to_itself(client, cycle, cast):
    other = an_organisation(name="Vrees")
    version = cycle.version
    cycle.parties.create(
        organisation=other,
        function=Party.MAIN,
        side="kommune",
        signs=True,
        verfahren=version.verfahren,
    )
    mine = cycle.parties.exclude(organisation=other).get().organisation
    client.force_login(cast.editor)
    client.post(page(cycle, "kennzahl_add"), TYPED | {"label": "Schulden", "owner": mine.pk})

    seen = {
        user: "Schulden" in _read(client, user, cycle)
        for user in (cast.editor, member_of(other, Role.EDITOR), cast.auditor, cast.office)
    }

    assert list(seen.values()) == [True, False, True, True]
    assert Kennzahl.objects.get().owner == mine
    assert not CycleEvent.objects.filter(text__contains="Schulden").exists()
    client.force_login(cast.editor)
    assert client.post(page(cycle, "kennzahl_add"), TYPED | {"owner": other.pk}).status_code == 422


def _read(client, user, cycle) -> str:
    client.force_login(user)
    return client.get(page(cycle)).text


def test_strangers_see_nothing_and_readers_change_nothing(client, cycle, cast):
    figure = profile.add_figure(cycle=cycle, label="Einwohner", by=cast.editor, **FIGURE)
    change = reverse("audits:kennzahl_change", args=[figure.pk])

    client.force_login(cast.stranger)
    assert [client.get(url).status_code for url in (page(cycle), change)] == [404, 404]
    client.force_login(cast.reader)
    assert client.get(page(cycle)).status_code == 200
    assert client.get(change).status_code == 403
    assert client.post(page(cycle, "swot_save")).status_code == 403
    assert client.get(page(cycle, "swot_save")).status_code == 405


def test_the_page_asks_as_many_questions_for_many_rows(
    client, cycle, cast, django_assert_max_num_queries
):
    for number in range(10):
        profile.add_figure(cycle=cycle, label=f"Zahl {number}", by=cast.editor, **FIGURE)
        profile.add_project(cycle=cycle, title=f"Vorhaben {number}", by=cast.editor)
    client.force_login(cast.editor)

    with django_assert_max_num_queries(22):
        client.get(page(cycle))
