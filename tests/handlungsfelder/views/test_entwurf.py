import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from auditportal.models import Role
from handlungsfelder import template, toml_file
from handlungsfelder.actions import entwurf as entwuerfe
from handlungsfelder.models import (
    Entwurf,
    EntwurfState,
    VerfahrenVersion,
)
from handlungsfelder.reading import Place
from handlungsfelder.version_tables import as_data
from tests.factories.auditportal import MitgliedschaftFactory
from tests.factories.audits import a_traeger, a_version, an_organisation, member_of
from tests.handlungsfelder.drafts import a_draft, at, small

pytestmark = pytest.mark.django_db


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
    assert entwurf.data == as_data(version) | {
        "verfahren": as_data(version)["verfahren"] | {"version": 3}
    }
    assert "Alles passt zusammen" in answer.text


# --- presenting and publishing --------------------------------------------------------------------


def test_a_second_person_publishes_and_the_first_cannot(client, owner, draft):
    first, second = member_of(owner, Role.DIRECTOR), member_of(owner, Role.DIRECTOR)
    client.force_login(first)
    client.post(at("entwurf_present", draft.pk))
    shown = client.get(at("entwurf_detail", draft.pk))
    refused = client.post(at("entwurf_publish", draft.pk))
    client.force_login(second)
    asked = client.get(at("entwurf_publish", draft.pk))
    answer = client.post(at("entwurf_publish", draft.pk), follow=True)

    sentence = "Vorgelegt haben Sie selbst: Veröffentlichen muss eine zweite Person."
    assert sentence in shown.text
    assert (refused.status_code, sentence in refused.text) == (403, True)
    assert "Laufende Durchläufe bleiben bei ihrer Version." in asked.text
    assert "Veröffentlicht: Kleines Verfahren, Version 1." in answer.text
    assert VerfahrenVersion.objects.get(verfahren__code="KLEIN").published_by == second
    assert client.post(at("entwurf_publish", draft.pk)).status_code == 409
    over = client.get(at("entwurf_detail", draft.pk))
    assert "Diese Version ist veröffentlicht." in over.text
    assert "Hier fehlt noch etwas" not in over.text


def test_a_presented_draft_is_taken_back_and_one_that_is_not_cannot(client, office, draft):
    assert client.post(at("entwurf_take_back", draft.pk)).status_code == 409
    client.post(at("entwurf_present", draft.pk))
    assert client.get(at("section_change", draft.pk, "verfahren")).status_code == 409

    client.post(at("entwurf_take_back", draft.pk))

    assert Entwurf.objects.get().state == EntwurfState.OPEN


def test_a_draft_is_thrown_away_after_asking(client, office, draft):
    assert "lässt sich nicht rückgängig machen" in client.get(at("entwurf_discard", draft.pk)).text
    assert Entwurf.objects.exists()

    client.post(at("entwurf_discard", draft.pk))

    assert not Entwurf.objects.exists()


@pytest.mark.parametrize("name", ["entwurf_present", "entwurf_take_back", "version_copy"])
def test_what_changes_something_is_no_link(client, office, draft, name):
    assert client.get(at(name, draft.pk)).status_code == 405


# --- looking at it --------------------------------------------------------------------------------


def test_the_preview_shows_the_way(client, office, draft):
    page = client.get(at("entwurf_preview", draft.pk))

    assert "Ein Dokument liegt vor: Antrag" in page.text
    assert "Leben im Ort" in page.text
    assert "<dt>Wer maßgeblich beschließt</dt><dd>Gremium</dd>" in page.text
    assert "1 Seite: Ort" in page.text


def test_a_copy_is_compared_with_what_it_was_copied_from(client, owner, office):
    version = a_version(owner=owner)
    draft = entwuerfe.copy(version=version, by=office)
    values = {"name": "Aufbruch"}
    entwuerfe.save(entwurf=draft, place=Place("phasen", 0), values=values, version=1, by=office)

    page = client.get(at("entwurf_compare", draft.pk))

    assert [change.text for change in page.context["changes"]] == ["Phase geändert: „Aufbruch“"]
    assert "Name: bisher „Erstkontakt“, jetzt „Aufbruch“" in page.text


def test_two_versions_are_compared_and_others_are_only_ones_own(client, owner, office):
    first, second = (a_version(number=n, owner=owner) for n in (1, 2))
    stranger = a_version()

    page = client.get(at("version_compare", second.pk))
    refused = client.get(at("version_compare", second.pk), {"mit": stranger.pk})
    alone = client.get(at("version_compare", first.pk))

    assert page.context["other"] == first
    assert "Handlungsfeld gestrichen" in page.text or "Handlungsfeld geändert" in page.text
    assert "other" not in refused.context
    assert "Wählen Sie, womit verglichen wird." in alone.text


# --- files ----------------------------------------------------------------------------------------


def a_file(text: str | bytes, name="vorlage.toml") -> dict:
    content = text if isinstance(text, bytes) else text.encode()
    return {"file": SimpleUploadedFile(name, content)}


def test_a_draft_goes_into_a_file_and_comes_back(client, office, draft):
    exported = client.get(at("entwurf_export", draft.pk))

    answer = client.post(at("entwurf_import"), a_file(exported.content))

    assert exported["Content-Disposition"] == 'attachment; filename="klein-1-entwurf.toml"'
    brought = Entwurf.objects.exclude(pk=draft.pk).get()
    assert answer.url == at("entwurf_detail", brought.pk)
    assert brought.data == draft.data


def test_a_version_goes_into_a_file_that_another_traeger_imports(client, owner, office):
    version = a_version(owner=owner)
    exported = client.get(at("version_export", version.pk))
    client.force_login(member_of(a_traeger(), Role.OFFICE))

    client.post(at("entwurf_import"), a_file(exported.content))

    assert template.parse(Entwurf.objects.get().data) == template.parse(as_data(version))


def test_a_file_with_gaps_is_imported_and_they_are_listed(client, office):
    gaps = small() | {"seiten": []}

    page = client.post(at("entwurf_import"), a_file(toml_file.dump(gaps)), follow=True)

    assert "Es fehlt, wer teilnimmt: mindestens eine Seite." in page.text


def without(key: str) -> dict:
    data = small()
    del data["words"][key]
    return data


BROKEN = [
    ("[verfahren\n", "Die Datei ist: keine lesbare Vorlage (Zeile 1, Spalte 11)."),
    (b"\xff\xfe\x00", "Das ist keine Textdatei in UTF-8."),
    ("", "Diese Datei ist leer."),
    ("x = " + "[" * 20_000, "Die Datei ist: keine lesbare Vorlage."),
    (toml_file.dump(without("council")), "Ab Zeile 6: Wörter: „council“ fehlt."),
    (
        toml_file.dump(small()).replace('kind = "consent"', 'kind = "zauber"'),
        "„zauber“ gibt es nicht.",
    ),
    (
        toml_file.dump(small()).replace("Kleines Verfahren", "<script>alert(1)</script>"),
        "Ab Zeile 1: Verfahren: „name“ darf kein HTML enthalten (&lt; oder &gt;).",
    ),
    (
        toml_file.dump(small()).replace("Kleines Verfahren", "x\\u0000y"),
        "Ab Zeile 1: Verfahren: „name“ enthält Steuerzeichen.",
    ),
    (
        toml_file.dump(
            small() | {"phasen": [{"code": f"p{n}", "name": "P"} for n in range(10_000)]}
        ),
        "Höchstens 100 Einträge sind möglich: Phase.",
    ),
    (toml_file.dump(small()) + "\n[geheim]\nx = 1\n", "„geheim“ ist unbekannt."),
    (".".join(["a"] * 250_000) + " = 1", "das ist zu tief verschachtelt"),
    (
        "\n".join(f"x{n} = 1" for n in range(5000)) + "\n" + toml_file.dump(small()),
        "Und an 4980 weiteren Stellen.",
    ),
]


@pytest.mark.parametrize(("content", "sentence"), BROKEN, ids=[case[1] for case in BROKEN])
def test_a_file_that_cannot_be_read_says_where_and_leaves_nothing(
    client, office, content, sentence
):
    answer = client.post(at("entwurf_import"), a_file(content))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Entwurf.objects.exists()


def test_a_file_that_is_too_large_is_refused_with_its_limit(client, office):
    answer = client.post(at("entwurf_import"), a_file(b"#" * (512 * 1024 + 1)))

    assert answer.status_code == 413
    assert "Erlaubt sind 512 KB." in answer.text
    assert not Entwurf.objects.exists()


def test_a_circle_of_phases_is_imported_but_named_and_never_presented(client, office):
    data = small()
    data["phasen"][0]["rework_to"] = "zustimmung"

    page = client.post(at("entwurf_import"), a_file(toml_file.dump(data)), follow=True)

    assert "nur in eine frühere Phase zurück" in page.text
    assert client.post(at("entwurf_present", Entwurf.objects.get().pk)).status_code == 409


# --- for several Träger ---------------------------------------------------------------------------


def test_who_writes_for_two_traeger_says_for_which(client, owner, office):
    other = a_traeger()
    MitgliedschaftFactory(organisation=other, user=office, role=Role.OFFICE)
    typed = {"name": "Neues", "code": "NEU"}
    assert client.post(at("entwurf_create"), typed).status_code == 422

    client.post(at("entwurf_create"), typed | {"owner": other.pk})

    assert Entwurf.objects.get().owner == other
