import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audits.models import AuditCycle, Quartier
from tests.audits.geojson import BOW, SQUARE, polygon, text
from tests.factories.audits import a_cycle, a_version, an_organisation, cast_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return a_cycle("kooperation", a_version(1, code="GWQ"))


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def as_editor(client, cast):
    client.force_login(cast.editor)
    return client


def page(cycle):
    return reverse("audits:quartier_detail", args=[cycle.pk])


def form(cycle):
    return reverse("audits:quartier_change", args=[cycle.pk])


def typed(**given):
    return {"version": 0, "description": "Am Markt.", "outline": "", "addresses": ""} | given


def a_file(content: str | bytes, name="umriss.geojson"):
    data = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile(name, data, "application/geo+json")


def test_the_page_draws_the_outline_and_says_what_it_shows(cycle, as_editor):
    as_editor.post(form(cycle), typed(outline=text(polygon(SQUARE))))

    shown = as_editor.get(page(cycle)).text

    assert "Umriss von Nordviertel: 11,6 Hektar, 348 Meter von West nach Ost" in shown
    assert "Norden ist oben." in shown
    assert '<path d="M0.0 ' in shown


def test_an_outline_comes_as_a_file_and_replaces_the_pasted_one(cycle, as_editor):
    file = a_file(text(polygon(SQUARE)))

    answer = as_editor.post(form(cycle), typed(outline="Unsinn", file=file))

    assert answer.status_code == 302
    assert Quartier.objects.get().outline == polygon(SQUARE)


def test_addresses_are_kept_one_a_line_and_shown_as_a_list(cycle, as_editor):
    as_editor.post(form(cycle), typed(addresses="  Marktstraße 1\r\n\r\nHof <b>2</b> "))

    assert Quartier.objects.get().addresses == "Marktstraße 1\nHof <b>2</b>"
    assert "<li>Hof &lt;b&gt;2&lt;/b&gt;</li>" in as_editor.get(page(cycle)).text


@pytest.mark.parametrize("by", ["outline", "file"])
def test_crossing_lines_are_named_with_everything_kept(cycle, as_editor, by):
    crossing = text(polygon(BOW))
    given = typed(**{by: a_file(crossing) if by == "file" else crossing})

    answer = as_editor.post(form(cycle), given)

    assert answer.status_code == 422
    assert "kreuzen sich (bei 7.0025, 51.4515)" in answer.text
    assert "Am Markt." in answer.text
    assert not Quartier.objects.exists()


def test_a_file_of_50_mb_is_too_large_and_nothing_is_written(cycle, as_editor):
    answer = as_editor.post(form(cycle), typed(file=a_file(b" " * (50 * 1024 * 1024))))

    assert answer.status_code == 413
    assert "Der Umriss ist zu groß (50 MB). Erlaubt sind 1 MB." in answer.text
    assert "Am Markt." in answer.text
    assert not Quartier.objects.exists()


@pytest.mark.parametrize(("size", "sentence"), [(2, "zu groß (2 MB)"), (4, "zu groß")])
def test_too_long_a_pasted_text_is_too_large_as_well(cycle, as_editor, size, sentence):
    answer = as_editor.post(form(cycle), typed(outline="x" * size * 1024 * 1024))

    assert answer.status_code == 413
    assert sentence in answer.text


def test_two_people_do_not_overwrite_each_other(cycle, as_editor):
    as_editor.post(form(cycle), typed(description="Zuerst."))

    answer = as_editor.post(
        form(cycle), typed(description="Danach.", outline=text(polygon(SQUARE)))
    )

    assert answer.status_code == 409
    shown = answer.text
    assert "Das wurde inzwischen geändert" in shown
    assert "Zuerst." in shown
    assert "Danach." in shown
    assert Quartier.objects.get().description == "Zuerst."


def test_what_is_frozen_is_told_beside_what_was_typed(client):
    cycle = a_cycle("einreichung", a_version(1, code="GWQ"))
    client.force_login(cast_of(cycle).editor)

    assert client.get(form(cycle)).status_code == 409
    answer = client.post(form(cycle), typed(description="Zu spät."))

    assert answer.status_code == 409
    assert "Zu spät." in answer.text


def test_who_may_see_and_who_may_write(client, cycle, cast):
    answers = {}
    for name in ("reader", "office", "auditor", "stranger"):
        client.force_login(getattr(cast, name))
        answers[name] = (client.get(page(cycle)).status_code, client.get(form(cycle)).status_code)

    assert answers == {
        "reader": (200, 403),
        "office": (200, 200),
        "auditor": (200, 200),
        "stranger": (404, 404),
    }


def test_an_assessor_sees_it_in_the_dossier_alone(client, cycle, cast):
    client.force_login(cast.assessors[0])

    assert client.get(page(cycle)).status_code == 404


def test_a_procedure_without_a_subject_has_no_such_page(client):
    cycle = a_cycle("bestandsaufnahme")
    client.force_login(cast_of(cycle).editor)

    assert client.get(page(cycle)).status_code == 404


def test_the_pages_accept_their_methods_only(cycle, as_editor):
    assert as_editor.post(page(cycle)).status_code == 405
    assert as_editor.put(form(cycle)).status_code == 405


def test_a_cycle_about_a_quartier_begins_with_its_name_and_both_sides(client, cycle, cast):
    company = an_organisation("wohnungsunternehmen", "Nordbau eG")
    town = an_organisation(name="Musterstadt")
    client.force_login(cast.office)
    url = f"/durchlaeufe/neu/?organisation={company.pk}&version={cycle.version_id}"
    shown = client.get(url).text
    assert "Name des Gegenstands" in shown
    assert "Ein Quartier mit Name, Beschreibung und Umriss" in shown

    given = {"side-kommune-0": town.pk, "subject": "Südviertel", "name": "Kontakt"}
    answer = client.post(url, given | {"email": "kontakt@nordbau.example"}, follow=True)

    assert "Nordbau eG und Musterstadt, Südviertel" in answer.text
    assert AuditCycle.objects.get(subject="Südviertel").parties.count() == 2
