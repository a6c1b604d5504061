import datetime as dt

import pytest
from django.urls import reverse

from auditportal import clock
from audits.actions import beschluss as beschluesse
from audits.actions import cycle as cycles
from audits.actions import fassung as fassungen
from audits.actions.beschluss import Decision
from audits.models import Beschluss, Competence, CycleDocument, Goal, Result, Topic
from tests.audits.counting import questions
from tests.audits.uploads import a_disguised_program, a_pdf, too_large
from tests.factories.audits import a_cycle, a_fassung, cast_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return a_cycle("teilnahmebeschluss")


@pytest.fixture
def deciding():
    """A cycle whose frozen goals and measures wait for their Beschluss."""
    return a_cycle("beschluss")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


def enter_url(cycle, topic=Topic.PARTICIPATION):
    return reverse("audits:beschluss_enter", args=[cycle.open_run.pk, topic])


def url(name, pk):
    return reverse(f"audits:beschluss_{name}", args=[pk])


def day(offset=0):
    return f"{clock.today() + dt.timedelta(days=offset):%Y-%m-%d}"


def typed(**changed):
    return {
        "body": "Rat",
        "session_on": day(),
        "paper_number": "0123/2026",
        "result": "adopted",
        "is_authoritative": "on",
        "yes": "30",
        "no": "5",
        "abstained": "2",
        "note": "Einstimmig im Ausschuss",
        "rows": "3",
        "checked": "1",
    } | changed


def stop(row, body, session_on, competence="recommendation"):
    return {
        f"way-{row}-body": body,
        f"way-{row}-session_on": session_on,
        f"way-{row}-competence": competence,
    }


def a_decision(result=Result.ADOPTED, **changed):
    return Decision("Rat", clock.today(), result, **({"is_authoritative": True} | changed))


def entered(cycle, by, result=Result.ADOPTED, topic=Topic.PARTICIPATION, **changed):
    fassung = cycle.fassungen.last() if topic == Topic.AGREEMENT else None
    decision = a_decision(result, **changed)
    return beschluesse.enter(cycle=cycle, topic=topic, decision=decision, fassung=fassung, by=by)


def refused(client, url, data, status=422):
    answer = client.post(url, data)
    assert answer.status_code == status
    assert not CycleDocument.objects.exists()
    return answer.text


def test_the_body_that_decides_is_already_there(client, cycle, cast):
    client.force_login(cast.editor)

    text = client.get(enter_url(cycle)).text

    assert f'value="{cycle.words["council"]}"' in text
    assert "Beschluss eintragen: Teilnahme" in text
    assert 'name="way-2-body"' in text
    assert 'name="way-3-body"' not in text


def test_a_beschluss_with_its_way_and_its_excerpt_opens_the_gate(client, cycle, cast):
    client.force_login(cast.editor)
    way = stop(0, "Hauptausschuss", day(-5)) | stop(2, "Jugendhilfeausschuss", day(-9), "notice")

    answer = client.post(enter_url(cycle), typed(file=a_pdf(), **way))

    beschluss = Beschluss.objects.get()
    assert (answer.status_code, answer.url) == (302, url("detail", beschluss.pk))
    assert (beschluss.topic, beschluss.result) == (Topic.PARTICIPATION, Result.ADOPTED)
    assert (beschluss.yes, beschluss.no, beschluss.abstained) == (30, 5, 2)
    assert [(one.body, one.competence) for one in beschluss.beratungen.all()] == [
        ("Jugendhilfeausschuss", Competence.NOTICE),
        ("Hauptausschuss", Competence.RECOMMENDATION),
    ]
    assert beschluss.excerpt.title == f"Niederschriftsauszug: Rat, {clock.today():%d.%m.%Y}"
    assert not cycle.tasks.exists()


def test_without_figures_way_and_excerpt_it_is_a_beschluss_too(client, cycle, cast):
    client.force_login(cast.office)

    client.post(enter_url(cycle), typed(yes="", no="", abstained=""))

    beschluss = Beschluss.objects.get()
    assert (beschluss.yes, beschluss.excerpt) == (None, None)
    assert not beschluss.beratungen.exists()


def test_one_that_is_not_massgeblich_opens_nothing(client, cycle, cast):
    client.force_login(cast.editor)
    data = typed()
    del data["is_authoritative"]

    page = client.post(enter_url(cycle), data, follow=True)

    assert "Dieser Beschluss ist nicht maßgeblich." in page.text
    assert cycle.tasks.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"session_on": day(1)}, "session_on", "Die Sitzung liegt in der Zukunft."),
        ({"session_on": "gestern"}, "session_on", "Bitte geben Sie ein gültiges Datum ein"),
        ({"yes": ""}, "yes", "Nennen Sie Ja, Nein und Enthaltung oder keine Zahl."),
        ({"no": "", "abstained": ""}, "no", "Nennen Sie Ja, Nein und Enthaltung"),
        ({"yes": "5"}, "yes", "Ein Beschluss braucht mehr Ja- als Nein-Stimmen."),
        ({"yes": "5", "result": "amended"}, "yes", "Ein Beschluss braucht mehr Ja-"),
        ({"yes": "viele"}, "yes", "Bitte geben Sie eine ganze Zahl ein."),
        ({"no": "-1"}, "no", "größer oder gleich 0"),
        ({"result": ""}, "result_0", "Bitte"),
        ({"result": "maybe"}, "result_0", "Bitte treffen Sie eine Auswahl"),
        ({"body": ""}, "body", "Bitte füllen Sie dieses Feld aus."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(client, cycle, cast, wrong, field, sentence):
    client.force_login(cast.editor)

    text = refused(client, enter_url(cycle), typed(paper_number="Meine Vorlage", **wrong))

    assert f'href="#id_{field}"' in text
    assert sentence in text
    assert 'value="Meine Vorlage"' in text
    assert "Einstimmig im Ausschuss" in text
    assert all(f'value="{value}"' in text for value in wrong.values() if value != "maybe")
    assert not Beschluss.objects.exists()


def test_a_refusal_may_have_more_no_than_yes(client, cycle, cast):
    client.force_login(cast.editor)

    answer = client.post(enter_url(cycle), typed(result="refused", yes="5", no="30"), follow=True)

    assert "Damit ist der Weg noch nicht offen." in answer.text
    assert cycle.tasks.count() == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (stop(1, "Hauptausschuss", day(1)), "Die Beratungsfolge endet nicht nach der Sitzung"),
        (stop(1, "Hauptausschuss", ""), "Bitte füllen Sie dieses Feld aus."),
        (stop(1, "Hauptausschuss", day(-1), ""), "Bitte füllen Sie dieses Feld aus."),
        (stop(1, "", day(-1)), "Bitte füllen Sie dieses Feld aus."),
    ],
)
def test_what_is_wrong_in_the_way_is_said_in_its_row(client, cycle, cast, row, sentence):
    client.force_login(cast.editor)

    text = refused(client, enter_url(cycle), typed(**row, **stop(0, "Beirat", day(-20))))

    assert "Beratungsfolge: Bitte prüfen Sie die 2. Station." in text
    assert sentence in text
    assert 'value="Beirat"' in text
    assert not Beschluss.objects.exists()


def test_one_more_row_keeps_all_that_was_typed_and_checks_nothing_yet(client, cycle, cast):
    client.force_login(cast.editor)
    data = typed(session_on="noch offen", more="1", **stop(2, "Beirat", day(-20)))
    del data["is_authoritative"]

    answer = client.post(enter_url(cycle), data)

    assert answer.status_code == 200
    assert 'value="noch offen"' in answer.text
    assert 'value="Beirat"' in answer.text
    assert 'name="way-3-body"' in answer.text
    assert '<input type="hidden" name="rows" value="4">' in answer.text
    assert "kern-error" not in answer.text
    assert 'name="is_authoritative" class="kern-form-check__checkbox" checked' not in answer.text
    assert not Beschluss.objects.exists()


def test_inline_only_the_rows_come_back(client, cycle, cast):
    client.force_login(cast.editor)

    answer = client.post(
        enter_url(cycle), typed(more="1", rows="4"), headers={"HX-Request": "true"}
    )

    assert answer.text.strip().startswith("<fieldset")
    assert 'name="way-4-body"' in answer.text
    assert answer.text.count("autofocus") == 1


@pytest.mark.parametrize(("shown", "then"), [("99999999", 20), ("-1", 4), ("x", 4), ("", 4)])
def test_nobody_asks_for_more_rows_than_there_are(client, cycle, cast, shown, then):
    client.force_login(cast.editor)

    answer = client.post(enter_url(cycle), typed(more="1", rows=shown))

    assert f'<input type="hidden" name="rows" value="{then}">' in answer.text


def test_a_file_of_the_wrong_kind_writes_nothing(client, cycle, cast):
    client.force_login(cast.editor)

    text = refused(client, enter_url(cycle), typed(file=a_disguised_program()))

    assert "Der Inhalt der Datei passt nicht zu ihrer Endung „.pdf“." in text
    assert 'value="0123/2026"' in text
    assert not Beschluss.objects.exists()


def test_a_file_of_40_megabytes_is_too_large_and_the_rest_is_kept(client, cycle, cast):
    client.force_login(cast.editor)

    text = refused(client, enter_url(cycle), typed(file=too_large()), status=413)

    assert "Die Datei ist zu groß" in text
    assert 'value="0123/2026"' in text
    assert not Beschluss.objects.exists()


def test_a_second_click_writes_no_second_beschluss(client, cycle, cast):
    client.force_login(cast.editor)
    client.post(enter_url(cycle), typed(file=a_pdf()))

    answer = client.post(enter_url(cycle), typed(file=a_pdf()))

    assert answer.status_code == 409
    assert "Genau dieser Beschluss ist schon eingetragen." in answer.text
    assert url("detail", Beschluss.objects.get().pk) in answer.text
    assert cycle.documents.count() == 1


def test_a_correction_may_bring_the_same_excerpt(client, cycle, cast):
    client.force_login(cast.editor)
    client.post(enter_url(cycle), typed(file=a_pdf()))

    client.post(enter_url(cycle), typed(yes="31", file=a_pdf()))

    first, second = Beschluss.objects.order_by("pk")
    assert (second.yes, second.excerpt) == (31, first.excerpt)


def test_a_phase_that_was_left_takes_no_beschluss(client, cycle, cast):
    client.force_login(cast.editor)
    entry = enter_url(cycle)
    entered(cycle, cast.editor)
    cycles.advance(run=cycle.open_run, by=cast.editor)

    answer = client.post(entry, typed(note="Zu spät"))

    assert answer.status_code == 409
    assert "ist bereits abgeschlossen" in answer.text
    assert Beschluss.objects.count() == 1


def test_a_beschluss_on_something_else_is_not_asked_for(client, cycle, cast):
    client.force_login(cast.editor)

    answer = client.get(enter_url(cycle, Topic.AGREEMENT))

    assert answer.status_code == 409
    assert "In der jetzigen Phase nicht vorgesehen" in answer.text


def test_an_unknown_subject_is_not_found(client, cycle, cast):
    client.force_login(cast.editor)

    assert client.get(f"/phasen/{cycle.open_run.pk}/beschluss/wetter/").status_code == 404


def test_strangers_and_assessors_find_nothing(client, cycle, cast):
    beschluss = entered(cycle, cast.editor)
    urls = [enter_url(cycle), url("list", cycle.pk)]
    urls += [url(name, beschluss.pk) for name in ("detail", "attach")]

    for user in (cast.stranger, cast.assessors[0]):
        client.force_login(user)
        assert {one: client.get(one).status_code for one in urls} == dict.fromkeys(urls, 404)
        assert client.post(url("confirm", beschluss.pk)).status_code == 404


def test_a_reader_reads_but_enters_nothing(client, cycle, cast):
    beschluss = entered(cycle, cast.editor, Result.AMENDED)
    client.force_login(cast.reader)

    page = client.get(url("detail", beschluss.pk)).text
    assert "Hier handelt: Auditorin oder Auditor" in page
    assert "Auszug nachreichen" not in page
    for answer in (
        client.get(enter_url(cycle)),
        client.post(enter_url(cycle), typed()),
        client.post(url("attach", beschluss.pk), {"file": a_pdf()}),
        client.post(url("confirm", beschluss.pk)),
    ):
        assert answer.status_code == 403
        assert "Hier handelt: " in answer.text


def test_the_one_frozen_version_is_named_without_asking(client, deciding):
    client.force_login(cast_of(deciding).editor)
    fassung = deciding.fassungen.get()

    text = client.get(enter_url(deciding, Topic.AGREEMENT)).text
    client.post(enter_url(deciding, Topic.AGREEMENT), typed(fassung=fassung.pk))

    assert "Beschluss eintragen: Zielvereinbarung" in text
    assert f'<input type="hidden" name="fassung" value="{fassung.pk}"' in text
    assert fassung.get_absolute_url() in text
    assert Beschluss.objects.get().fassung == fassung
    assert not deciding.tasks.exists()


def test_of_several_versions_only_the_newest_is_decided(client, deciding):
    cast = cast_of(deciding)
    older = deciding.fassungen.get()
    newer = a_fassung(deciding, cast.editor)
    client.force_login(cast.editor)
    entry = enter_url(deciding, Topic.AGREEMENT)

    shown = client.get(entry).text
    text = refused(client, entry, typed(fassung=older.pk))

    assert shown.index(str(newer)) < shown.index(str(older))
    assert f"Beschlossen wird über die neueste Fassung, das ist {newer}." in text
    assert 'href="#id_fassung_0"' in text
    assert not Beschluss.objects.exists()


@pytest.mark.parametrize("kind", ["of another cycle", "none"])
def test_a_version_that_is_not_of_this_cycle_is_no_choice(client, deciding, kind):
    client.force_login(cast_of(deciding).editor)
    other = {"of another cycle": lambda: a_cycle("beschluss").fassungen.get().pk, "none": str}[kind]

    text = refused(client, enter_url(deciding, Topic.AGREEMENT), typed(fassung=other()))

    assert "Beschlossene Fassung – " in text
    assert not Beschluss.objects.exists()


def test_nobody_decided_before_it_was_frozen(client, deciding):
    client.force_login(cast_of(deciding).editor)
    data = typed(fassung=deciding.fassungen.get().pk, session_on=day(-1))

    text = refused(client, enter_url(deciding, Topic.AGREEMENT), data)

    assert "Die Sitzung liegt vor dem Tag, an dem die Fassung eingefroren wurde" in text
    assert 'href="#id_session_on"' in text


def test_the_page_shows_what_the_minutes_say(client, cycle, cast):
    client.force_login(cast.editor)
    client.post(
        enter_url(cycle), typed(file=a_pdf("Größe.pdf"), **stop(0, "Beirat", day(-20), "notice"))
    )
    beschluss = Beschluss.objects.get()
    client.force_login(cast.reader)

    text = client.get(url("detail", beschluss.pk)).text

    assert "30 Ja, 5 Nein, 2 Enthaltung" in text
    assert "Vorlage-Nr.</dt><dd>0123/2026" in text
    assert "Größe.pdf herunterladen" in text
    assert "Beirat" in text
    assert "Kenntnisnahme" in text


def test_the_excerpt_may_come_weeks_later_and_once(client, cycle, cast):
    beschluss = entered(cycle, cast.editor)
    client.force_login(cast.editor)
    attach = url("attach", beschluss.pk)

    assert attach in client.get(url("detail", beschluss.pk)).text
    assert client.get(attach).status_code == 200
    wrong = client.post(attach, {"file": a_disguised_program()})
    first = client.post(attach, {"file": a_pdf()})
    second = client.post(attach, {"file": a_pdf(text="ein anderer")})

    beschluss.refresh_from_db()
    assert (wrong.status_code, first.url) == (422, url("detail", beschluss.pk))
    assert second.status_code == 409
    assert "Der Niederschriftsauszug liegt schon vor." in second.text
    assert beschluss.excerpt.filename == "Auszug.pdf"
    assert cycle.documents.count() == 1


def test_an_amended_participation_waits_for_the_companion(client, cycle, cast):
    beschluss = entered(cycle, cast.editor, Result.AMENDED)
    confirm = url("confirm", beschluss.pk)
    client.force_login(cast.auditor)

    before = client.get(url("detail", beschluss.pk)).text
    answer = client.post(confirm)
    second = client.post(confirm)

    assert f'action="{confirm}"' in before
    assert (answer.url, second.status_code) == (url("detail", beschluss.pk), 409)
    assert "Hier ist nichts zu bestätigen." in second.text
    assert f"von {cast.auditor}" in client.get(url("detail", beschluss.pk)).text
    assert not cycle.tasks.exists()


def test_an_amended_agreement_says_each_next_step(client, deciding):
    cast = cast_of(deciding)
    beschluss = entered(deciding, cast.editor, Result.AMENDED, Topic.AGREEMENT)
    client.force_login(cast.auditor)
    page = url("detail", beschluss.pk)

    to_freeze = client.get(page).text
    too_early = client.post(url("confirm", beschluss.pk))
    Goal.objects.filter(cycle=deciding).update(title="Wie beschlossen")
    amended = fassungen.freeze(cycle=deciding, by=cast.editor)
    to_confirm = client.get(page).text
    client.post(url("confirm", beschluss.pk))

    assert reverse("audits:agreement_check", args=[deciding.pk]) in to_freeze
    assert too_early.status_code == 409
    assert "Die Fassung mit den Änderungen ist eingefroren" in to_confirm
    assert amended.get_absolute_url() in to_confirm
    assert "Bestätigt" in client.get(page).text
    assert not deciding.tasks.exists()


def test_the_list_shows_every_beschluss_and_costs_the_same(client, cycle, cast):
    client.force_login(cast.reader)

    assert "Noch ist kein Beschluss eingetragen." in client.get(url("list", cycle.pk)).text
    entered(cycle, cast.editor, Result.POSTPONED)
    one = questions(client, url("list", cycle.pk))
    for result in (Result.REFUSED, Result.WITHDRAWN, Result.ADOPTED):
        entered(cycle, cast.editor, result)

    assert (questions(client, url("list", cycle.pk)), one <= 8) == (one, True)
    assert "zurückgezogen" in client.get(url("list", cycle.pk)).text


def test_the_page_costs_the_same_however_long_the_way(client, deciding):
    cast = cast_of(deciding)
    client.force_login(cast.editor)
    way = [beschluesse.Stop("Beirat", clock.today(), Competence.NOTICE)]
    short = entered(deciding, cast.editor, Result.AMENDED, Topic.AGREEMENT, way=way)

    one = questions(client, url("detail", short.pk))
    long = entered(
        deciding,
        cast.editor,
        Result.AMENDED,
        Topic.AGREEMENT,
        way=way * 9,
        note="x",
        paper_number="2",
    )

    assert (questions(client, url("detail", long.pk)), one <= 10) == (one, True)


@pytest.mark.parametrize("name", ["enter", "list", "detail", "attach"])
def test_other_methods_are_refused(client, cycle, cast, name):
    beschluss = entered(cycle, cast.editor)
    client.force_login(cast.editor)
    pk = cycle.pk if name == "list" else beschluss.pk

    answer = client.delete(enter_url(cycle) if name == "enter" else url(name, pk))

    assert answer.status_code == 405


def test_nothing_is_confirmed_by_a_get(client, cycle, cast):
    beschluss = entered(cycle, cast.editor, Result.AMENDED)
    client.force_login(cast.auditor)

    assert client.get(url("confirm", beschluss.pk)).status_code == 405
