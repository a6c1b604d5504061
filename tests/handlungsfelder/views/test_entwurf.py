import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from auditportal.models import Role
from handlungsfelder import template
from handlungsfelder.actions import entwurf as entwuerfe
from handlungsfelder.forms.entwurf import SECTIONS
from handlungsfelder.models import Entwurf, EntwurfState, GateKind, PhaseHelp, VerfahrenVersion
from handlungsfelder.template import FOLDER
from tests.factories.audits import a_traeger, a_version, an_organisation, member_of
from tests.handlungsfelder.drafts import a_draft, small

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return a_traeger()


@pytest.fixture
def office(owner, client):
    user = member_of(owner, Role.OFFICE)
    client.force_login(user)
    return user


@pytest.fixture
def draft(owner, office):
    return a_draft(owner, office)


def at(name: str, *arguments) -> str:
    return reverse(f"handlungsfelder:{name}", args=arguments)


def row(key: str, number: int, pk: int) -> list[dict]:
    return Entwurf.objects.get(pk=pk).data[key][number]


# --- lists ----------------------------------------------------------------------------------------


def test_drafts_and_versions_are_listed_with_few_questions(
    client, owner, office, django_assert_max_num_queries
):
    for _ in range(3):
        a_draft(owner, office)
    a_version(owner=owner)
    with django_assert_max_num_queries(8):
        drafts = client.get(at("entwurf_list"))
    with django_assert_max_num_queries(8):
        versions = client.get(at("version_list"))

    assert drafts.text.count("Kleines Verfahren, Version 1") == 3
    assert "Familiengerechte Kommune, Version 2" in versions.text
    assert "Kopieren" in versions.text


def test_the_list_has_pages_of_twenty(client, owner, office):
    for _ in range(21):
        a_draft(owner, office)

    assert client.get(at("entwurf_list")).text.count('<th scope="row">') == 20
    assert client.get(at("entwurf_list"), {"page": 2}).text.count('<th scope="row">') == 1


def test_who_runs_nothing_has_no_workshop(client):
    client.force_login(member_of(an_organisation(), Role.SIGNATORY))

    assert client.get(at("entwurf_list")).status_code == 403
    assert client.get(at("version_list")).status_code == 403
    assert client.get(at("entwurf_create")).status_code == 403
    assert client.get(at("entwurf_import")).status_code == 403


def test_the_draft_of_another_traeger_is_not_found(client, office):
    other = a_draft()
    version = a_version()

    assert client.get(at("entwurf_detail", other.pk)).status_code == 404
    assert client.post(at("entwurf_present", other.pk)).status_code == 404
    assert client.post(at("row_up", other.pk, "phasen", 1)).status_code == 404
    assert client.get(at("version_export", version.pk)).status_code == 404
    assert client.post(at("version_copy", version.pk)).status_code == 404


def test_who_only_reads_sees_the_draft_and_changes_nothing(client, owner, draft):
    client.force_login(member_of(owner, Role.READER))

    assert client.get(at("entwurf_detail", draft.pk)).status_code == 200
    assert client.get(at("row_list", draft.pk, "phasen")).status_code == 200
    refused = client.get(at("section_change", draft.pk, "verfahren"))
    assert refused.status_code == 403
    assert "Vorlagen schreibt die Geschäftsstelle" in refused.text
    assert client.post(at("entwurf_present", draft.pk)).status_code == 403


# --- a new one ------------------------------------------------------------------------------------


def test_a_new_draft_begins_with_a_name_and_says_what_is_missing(client, office):
    answer = client.post(at("entwurf_create"), {"name": "Grüne Höfe", "code": ""}, follow=True)

    entwurf = Entwurf.objects.get()
    assert entwurf.data["verfahren"] == {
        "code": "gruene-hoefe",
        "name": "Grüne Höfe",
        "version": 1,
    }
    assert "Es fehlt mindestens eine Phase." in answer.text


def test_a_copy_is_the_draft_of_the_next_version(client, owner, office):
    version = a_version(owner=owner)

    answer = client.post(at("version_copy", version.pk), follow=True)

    entwurf = Entwurf.objects.get()
    assert entwurf.data == template.as_data(version) | {
        "verfahren": template.as_data(version)["verfahren"] | {"version": 3}
    }
    assert "Alles passt zusammen" in answer.text


# --- parts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.slug)
def test_every_part_of_a_shipped_version_is_shown_and_saved_as_it_was(client, owner, section):
    director = member_of(owner, Role.DIRECTOR)
    client.force_login(director)
    entwurf = entwuerfe.copy(version=a_version(owner=owner), by=director)
    before = entwurf.data
    if section.noun:
        count = len(before.get(section.key, []))
        urls = [at("row_change", entwurf.pk, section.slug, n) for n in range(count)]
        assert client.get(at("row_list", entwurf.pk, section.slug)).status_code == 200
    else:
        urls = [at("section_change", entwurf.pk, section.slug)]

    for url in urls:
        answer = client.post(url, filled(client.get(url)))
        assert answer.status_code == 302, answer.text

    assert template.parse(Entwurf.objects.get().data) == template.parse(before)


def filled(page) -> dict:
    """The form as a browser would send it back."""
    form = page.context["form"]
    found = {}
    for field in form:
        value = form.get_initial_for_field(field.field, field.name)
        value = field.field.prepare_value(value)
        if value not in (None, False):
            found[field.html_name] = value
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_gate_of_a_shipped_version_is_shown_and_saved_as_it_was(client, owner, office, path):
    data = template.load(path.read_text(encoding="utf-8"))
    entwurf = entwuerfe.bring(owner=owner, data=data, by=office)
    for n, phase in enumerate(data["phasen"]):
        for m in range(len(phase.get("gates", []))):
            url = at("gate_change", entwurf.pk, n, m)
            answer = client.post(url, filled(client.get(url)))
            assert answer.status_code == 302, answer.text

    assert template.parse(Entwurf.objects.get().data) == template.parse(data)
