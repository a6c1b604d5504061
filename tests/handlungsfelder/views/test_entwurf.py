import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Select
from django.urls import reverse

from auditportal.models import Role
from handlungsfelder import template
from handlungsfelder.actions import entwurf as entwuerfe
from handlungsfelder.forms.section import SECTIONS
from handlungsfelder.models import (
    Entwurf,
    EntwurfState,
    GateKind,
    PhaseHelp,
    VerfahrenVersion,
)
from handlungsfelder.reading import Place
from handlungsfelder.template import FOLDER
from tests.factories.auditportal import MitgliedschaftFactory
from tests.factories.audits import a_traeger, a_version, an_organisation, member_of
from tests.handlungsfelder.drafts import a_draft, small

pytestmark = pytest.mark.django_db
HEAD = Place("verfahren")


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
        if value is None and isinstance(field.field.widget, Select):
            value = field.field.choices[0][0]
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
    read = {"read": draft.version}
    client.post(at("row_down", draft.pk, "phasen", 0), read)
    client.post(at("gate_up", draft.pk, 0, 1), {"read": draft.version + 1})
    asked = client.get(at("row_remove", draft.pk, "phasen", 1))
    client.post(at("row_remove", draft.pk, "phasen", 1), {"read": draft.version + 2})
    client.post(at("gate_remove", draft.pk, 0, 2), {"read": draft.version + 3})

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
    draft = entwuerfe.bring(owner=owner, data=template.as_data(version), by=office)

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
    again = client.post(url, typed | {"read": answer.context["form"]["read"].value()})
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

    for given in ({"read": "1"}, {}, {"read": "x"}):
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

    assert template.parse(Entwurf.objects.get().data) == template.parse(template.as_data(version))


def test_a_file_with_gaps_is_imported_and_they_are_listed(client, office):
    gaps = small() | {"seiten": []}

    page = client.post(at("entwurf_import"), a_file(template.dump(gaps)), follow=True)

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
    (template.dump(without("council")), "Ab Zeile 6: Wörter: „council“ fehlt."),
    (
        template.dump(small()).replace('kind = "consent"', 'kind = "zauber"'),
        "„zauber“ gibt es nicht.",
    ),
    (
        template.dump(small()).replace("Kleines Verfahren", "<script>alert(1)</script>"),
        "Ab Zeile 1: Verfahren: „name“ darf kein HTML enthalten (&lt; oder &gt;).",
    ),
    (
        template.dump(small()).replace("Kleines Verfahren", "x\\u0000y"),
        "Ab Zeile 1: Verfahren: „name“ enthält Steuerzeichen.",
    ),
    (
        template.dump(
            small() | {"phasen": [{"code": f"p{n}", "name": "P"} for n in range(10_000)]}
        ),
        "Höchstens 100 Einträge sind möglich: Phase.",
    ),
    (template.dump(small()) + "\n[geheim]\nx = 1\n", "„geheim“ ist unbekannt."),
    (".".join(["a"] * 250_000) + " = 1", "das ist zu tief verschachtelt"),
    (
        "\n".join(f"x{n} = 1" for n in range(5000)) + "\n" + template.dump(small()),
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

    page = client.post(at("entwurf_import"), a_file(template.dump(data)), follow=True)

    assert "nur in eine frühere Phase zurück" in page.text
    assert client.post(at("entwurf_present", Entwurf.objects.get().pk)).status_code == 409


# --- for several Träger, and help texts -----------------------------------------------------------


def test_who_writes_for_two_traeger_says_for_which(client, owner, office):
    other = a_traeger()
    MitgliedschaftFactory(organisation=other, user=office, role=Role.OFFICE)
    typed = {"name": "Neues", "code": "NEU"}
    assert client.post(at("entwurf_create"), typed).status_code == 422

    client.post(at("entwurf_create"), typed | {"owner": other.pk})

    assert Entwurf.objects.get().owner == other


def test_help_texts_are_changed_after_publishing(client, owner, office):
    version = a_version(owner=owner)
    phase = version.phases.first()
    url = at("phasehelp_change", version.pk, phase.pk)

    shown = client.get(at("phasehelp_list", version.pk))
    answer = client.post(url, {"text": "Neu erklärt."}, follow=True)

    assert "Die Geschäftsstelle stellt das Verfahren vor" in shown.text
    assert "Neu erklärt." in answer.text
    assert PhaseHelp.objects.get(phase=phase).text == "Neu erklärt."
    assert client.post(url, {"text": "<b>"}).status_code == 422
    assert client.get(at("phasehelp_change", version.pk, phase.pk + 10_000)).status_code == 404


def test_help_texts_are_read_by_readers_and_found_by_no_stranger(client, owner):
    version = a_version(owner=owner)
    url = at("phasehelp_change", version.pk, version.phases.first().pk)
    client.force_login(member_of(owner, Role.READER))
    assert client.get(at("phasehelp_list", version.pk)).status_code == 200
    assert client.post(url, {"text": "X"}).status_code == 403
    client.force_login(member_of(a_traeger(), Role.OFFICE))
    assert client.get(at("phasehelp_list", version.pk)).status_code == 404
