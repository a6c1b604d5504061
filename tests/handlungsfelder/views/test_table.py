"""The parts of a draft: its tables, its rows, and two people who write on them."""

import pytest

from auditportal.models import Role
from handlungsfelder import template, toml_file
from handlungsfelder.actions import entwurf as entwuerfe
from handlungsfelder.forms.section import SECTIONS
from handlungsfelder.models import (
    Entwurf,
    EntwurfState,
    GateKind,
)
from handlungsfelder.reading import Place
from handlungsfelder.template import FOLDER
from handlungsfelder.version_tables import as_data
from tests.factories.audits import a_version, member_of
from tests.handlungsfelder.drafts import a_draft, at, filled, small

pytestmark = pytest.mark.django_db
HEAD = Place("verfahren")


def row(key: str, number: int, pk: int) -> list[dict]:
    return Entwurf.objects.get(pk=pk).data[key][number]


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


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_gate_of_a_shipped_version_is_shown_and_saved_as_it_was(client, owner, office, path):
    data = toml_file.load(path.read_text(encoding="utf-8"))
    entwurf = entwuerfe.bring(owner=owner, data=data, by=office)
    for n, phase in enumerate(data["phasen"]):
        for m in range(len(phase.get("gates", []))):
            url = at("gate_change", entwurf.pk, n, m)
            answer = client.post(url, filled(client.get(url)))
            assert answer.status_code == 302, answer.text

    assert template.parse(Entwurf.objects.get().data) == template.parse(data)


def test_a_phase_gets_its_short_name_from_its_name(client, office, draft):
    url = at("row_add", draft.pk, "phasen")
    page = client.get(url)

    typed = filled(page) | {"name": "Rückblick & Ausblick", "due_days": "30"}
    answer = client.post(url, typed, follow=True)

    assert row("phasen", 3, draft.pk) == {
        "code": "rueckblick-ausblick",
        "name": "Rückblick & Ausblick",
        "party": "main",
        "right": "change",
        "due_days": 30,
        "due_from": "phase",
        "rework_days": 60,
    }
    assert "Rückblick &amp; Ausblick" in answer.text


def test_a_gate_is_chosen_by_its_kind_and_then_told(client, office, draft):
    chosen = client.get(at("gate_choose", draft.pk, 0))
    assert all(kind.label in chosen.text for kind in GateKind)

    url = at("gate_add", draft.pk, 0, "document")
    typed = filled(client.get(url)) | {"title": "Antrag", "by": "traeger:run"}
    client.post(url, typed)

    assert row("phasen", 0, draft.pk)["gates"][1] == {
        "kind": "document",
        "title": "Antrag",
        "document": "antrag-2",
        "party": "traeger",
        "right": "run",
    }
    listed = client.get(at("row_list", draft.pk, "phasen"))
    assert "Ein Dokument liegt vor: Antrag" in listed.text


def test_phases_and_gates_are_moved_and_taken_out(client, office, draft):
    read = {"version": draft.version}
    client.post(at("row_down", draft.pk, "phasen", 0), read)
    client.post(at("gate_up", draft.pk, 0, 1), {"version": draft.version + 1})
    asked = client.get(at("row_remove", draft.pk, "phasen", 1))
    client.post(at("row_remove", draft.pk, "phasen", 1), {"version": draft.version + 2})
    client.post(at("gate_remove", draft.pk, 0, 2), {"version": draft.version + 3})

    assert "„Anfang“" in asked.text
    assert [phase["code"] for phase in Entwurf.objects.get().data["phasen"]] == [
        "planung",
        "zustimmung",
    ]
    assert [gate["kind"] for gate in row("phasen", 0, draft.pk)["gates"]] == ["measures", "goals"]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("section_change", ("phasen",)),
        ("section_change", ("unsinn",)),
        ("row_list", ("woerter",)),
        ("row_change", ("phasen", 3)),
        ("gate_change", (0, 1)),
        ("gate_change", (9, 0)),
        ("gate_add", (0, "zauber")),
        ("gate_add", (9, "goals")),
        ("gate_choose", (9,)),
        ("row_remove", ("phasen", 9)),
    ],
)
def test_what_is_not_in_the_draft_is_not_found(client, office, draft, name, arguments):
    assert client.get(at(name, draft.pk, *arguments)).status_code == 404


@pytest.mark.parametrize(
    ("slug", "typed", "sentence"),
    [
        ("verfahren", {"name": ""}, "Bitte füllen Sie dieses Feld aus."),
        (
            "verfahren",
            {"name": "<b>Fett</b>"},
            "Die Zeichen &lt; und &gt; sind hier nicht möglich.",
        ),
        ("verfahren", {"code": "mit Leerzeichen"}, "Buchstaben ohne Umlaute"),
        ("verfahren", {"rhythms": "12, bald"}, "Ganze Zahlen, durch Kommas getrennt"),
        ("verfahren", {"rhythms": "12, 999"}, "Jede Zahl liegt zwischen 1 und 120."),
        ("woerter", {"council": ""}, "Bitte füllen Sie dieses Feld aus."),
        ("ergebnis", {"validity_months": "ewig"}, "ganze Zahl"),
    ],
)
def test_what_does_not_fit_a_field_is_said_beside_it(client, office, draft, slug, typed, sentence):
    url = at("section_change", draft.pk, slug)

    answer = client.post(url, filled(client.get(url)) | typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert Entwurf.objects.get().data == small()


@pytest.mark.parametrize(
    ("slug", "typed", "sentence"),
    [
        ("phasen", {"name": "Neu", "code": "anfang"}, "Dieses Kürzel gibt es schon."),
        (
            "phasen",
            {"name": "Neu", "by": "partner:change"},
            "Bitte treffen Sie eine Auswahl aus der Liste.",
        ),
        ("handlungsfelder", {"name": "Neu", "references": "LAG/99"}, "Diese Bezüge gibt es nicht"),
        ("handlungsfelder", {"name": "Neu", "takes": "hf1"}, "So ist kein Feld zu finden: hf1."),
        ("seiten", {"label": "Neu", "kinds": ["kommune"], "least": "3"}, "weniger als mindestens"),
    ],
)
def test_what_does_not_fit_a_row_is_said_beside_it(client, office, draft, slug, typed, sentence):
    url = at("row_add", draft.pk, slug)

    answer = client.post(url, filled(client.get(url)) | typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert Entwurf.objects.get().data == small()


def test_problems_are_named_where_they_are_mended(client, owner, office):
    data = small()
    data["phasen"][0]["rework_to"] = "zustimmung"
    data["phasen"][0]["gates"].append({"kind": "subject"})
    draft = a_draft(owner, office, phasen=data["phasen"])

    page = client.get(at("entwurf_detail", draft.pk))

    assert at("row_change", draft.pk, "phasen", 0) in page.text
    assert at("gate_change", draft.pk, 0, 1) in page.text
    assert "Vorlegen" not in page.text
    back = client.get(at("row_change", draft.pk, "phasen", 0))
    assert "nur in eine frühere Phase zurück" in back.text
    gate = client.get(at("gate_change", draft.pk, 0, 1))
    assert "hat keinen Gegenstand" in gate.text
    rows = client.get(at("row_list", draft.pk, "phasen"))
    assert "nur in eine frühere Phase zurück" in rows.text
    assert "hat keinen Gegenstand" in rows.text
    refused = client.post(at("entwurf_present", draft.pk))
    assert (refused.status_code, Entwurf.objects.get().state) == (409, EntwurfState.OPEN)


def test_a_number_that_is_taken_is_an_open_point_of_the_head(client, owner, office):
    version = a_version(owner=owner)
    draft = entwuerfe.bring(owner=owner, data=as_data(version), by=office)

    page = client.get(at("entwurf_detail", draft.pk))

    assert "Verfahren: Version 2 gibt es schon: Wählen Sie eine andere Nummer." in page.text
    assert "Alles passt zusammen" not in page.text
    head = client.get(at("section_change", draft.pk, "verfahren"))
    assert "Version 2 gibt es schon" in head.text


# --- two people -----------------------------------------------------------------------------------


def test_of_two_people_on_one_table_the_second_sees_both_texts(client, owner, office, draft):
    url = at("section_change", draft.pk, "verfahren")
    typed = filled(client.get(url)) | {"summary": "Mein Text"}
    values = {"summary": "Ihr Text"}
    colleague = member_of(owner, Role.DIRECTOR)
    entwuerfe.save(entwurf=draft, place=HEAD, values=values, version=1, by=colleague)

    answer = client.post(url, typed)

    assert answer.status_code == 409
    assert f"{colleague} hat am" in answer.text
    assert "Ihr Text" in answer.text
    assert "Mein Text" in answer.text
    assert Entwurf.objects.get().data["verfahren"]["summary"] == "Ihr Text"
    again = client.post(url, typed | {"version": answer.context["form"]["version"].value()})
    assert again.status_code == 302
    assert Entwurf.objects.get().data["verfahren"]["summary"] == "Mein Text"


def test_who_wrote_elsewhere_meanwhile_is_named_but_nothing_has_to_be_compared(
    client, owner, office, draft
):
    url = at("row_change", draft.pk, "phasen", 0)
    typed = filled(client.get(url))
    values = {"summary": "Ihr Text"}
    entwuerfe.save(entwurf=draft, place=HEAD, values=values, version=1, by=office)

    answer = client.post(url, typed)

    assert answer.status_code == 409
    assert "Geändert wurde eine andere Stelle." in answer.text


def test_a_row_that_stands_elsewhere_now_is_not_overwritten(client, office, draft):
    url = at("row_change", draft.pk, "phasen", 0)
    typed = filled(client.get(url)) | {"name": "Mein Anfang"}
    place = Place("phasen", 0)
    entwuerfe.move(entwurf=draft, place=place, up=False, version=1, by=office)

    answer = client.post(url, typed)

    assert answer.status_code == 409
    assert "Das steht inzwischen an einer anderen Stelle." in answer.text
    assert "Mein Anfang" in answer.text
    assert row("phasen", 0, draft.pk)["name"] == "Planung"


def test_a_list_that_was_changed_meanwhile_is_not_reordered(client, office, draft):
    entwuerfe.save(entwurf=draft, place=HEAD, values={"label": "X"}, version=1, by=office)

    for given in ({"version": "1"}, {}, {"version": "x"}):
        answer = client.post(at("row_down", draft.pk, "phasen", 0), given)
        assert answer.status_code == 409

    assert row("phasen", 0, draft.pk)["code"] == "anfang"


def test_what_was_presented_meanwhile_is_told_with_everything_kept(client, office, draft):
    url = at("section_change", draft.pk, "verfahren")
    typed = filled(client.get(url)) | {"summary": "Mein Text"}
    entwuerfe.present(entwurf=draft, by=office)

    answer = client.post(url, typed)

    assert answer.status_code == 409
    assert "Nehmen Sie ihn zurück" in answer.text
    assert "Mein Text" in answer.text
