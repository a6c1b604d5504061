import datetime as dt
import re

import pytest
from django.urls import reverse

from auditportal import clock, notation
from audits.actions import jahresbericht as berichte
from audits.models import Ampel, Jahresbericht, Progress, ReportEntry, ReportState
from audits.papers import comparison
from tests.audits.counting import questions
from tests.audits.reporting import accepted, enter, fill, measures_of, report_of
from tests.factories.audits import a_cycle, a_goal, a_measure, cast_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cycle():
    return a_cycle(at="umsetzung")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def report(cycle):
    return report_of(cycle)


def address(name, report, *more):
    return reverse(f"audits:jahresbericht_{name}", args=[report.pk, *more])


def entry_of(report, place=0):
    measure = measures_of(report.cycle)[place]
    return measure, address("entry", report, measure.pk)


def post(client, url, htmx=False, **typed):
    return client.post(url, typed, headers=HTMX if htmx else {})


SAID = {"progress": "running", "text": "Läuft.", "version": 0}


# --- the report ----------------------------------------------------------------------------------


def test_the_page_shows_every_measure_by_handlungsfeld_and_how_many_are_entered(
    client, cycle, cast, report
):
    enter(report, measures_of(cycle)[0], cast.editor, text="Der Spielplatz ist gebaut.")
    client.force_login(cast.editor)

    response = client.get(report.get_absolute_url())

    assert response.status_code == 200
    assert "<h1>Jahresbericht 1</h1>" in response.text
    assert "1 von 6 Maßnahmen eingetragen" in response.text
    assert "Der Spielplatz ist gebaut." in response.text
    for feld in cycle.felder:
        assert f"<h3>{feld}</h3>" in response.text
    assert response.text.count("Eintragen<span") == 5
    assert response.text.count("Ändern<span") == 1


def test_the_page_compares_with_last_year_in_sign_and_word(client, cycle, cast, report):
    one, other, *_ = measures_of(cycle)
    enter(report, one, cast.editor, progress=Progress.LATE, text="Die Firma fehlt.")
    accepted(report, cast.editor, cast.office)
    second = report_of(cycle, 2)
    enter(second, one, cast.editor, progress=Progress.DONE)
    enter(second, other, cast.editor, progress=Progress.DROPPED, text="Kein Bedarf.")
    client.force_login(cast.editor)

    text = client.get(second.get_absolute_url()).text

    assert 'Letztes Jahr: Verzögert · <span aria-hidden="true">▲</span> Fortschritt' in text
    assert 'Letztes Jahr: Geplant · <span aria-hidden="true">×</span> beendet' in text
    tally = re.search(r'<th scope="row">Geplant</th>(.*?)</tr>', text).group(1)
    assert re.findall(r">([^<]+)<", tally) == ["5", "0", "−5 weniger"]
    assert "Rückstand" in text


def test_the_page_is_narrowed_by_state(client, cycle, cast, report):
    one, other, *_ = measures_of(cycle)
    enter(report, one, cast.editor, text="Gesucht.")
    enter(report, other, cast.editor, progress=Progress.DONE, text="Erledigt seit Mai.")
    client.force_login(cast.editor)

    running = client.get(report.get_absolute_url(), {"stand": "running"}).text
    missing = client.get(report.get_absolute_url(), {"stand": "missing"}).text
    none = client.get(report.get_absolute_url(), {"stand": "late"}).text

    assert "Gesucht." in running
    assert "Erledigt seit Mai." not in running
    assert missing.count("Eintragen<span") == 4
    assert 'href="?stand=missing" aria-current="page">Ohne Eintrag' in missing
    assert "Keine Maßnahme mit diesem Stand." in none


def test_readers_and_the_geschaeftsstelle_read_without_buttons_to_write(client, cast, report):
    for user in (cast.reader, cast.office, cast.auditor):
        client.force_login(user)
        text = client.get(report.get_absolute_url()).text
        assert "Eintragen<span" not in text
        assert "Prüfen und einreichen" not in text
        assert "Übrige" not in text


def test_a_later_report_says_what_comes_first(client, cycle, cast):
    client.force_login(cast.editor)

    text = client.get(report_of(cycle, 2).get_absolute_url()).text

    assert "Zuerst ist an der Reihe: Jahresbericht 1." in text
    assert "Eintragen<span" not in text


def test_a_late_report_says_so_in_a_word(client, cast, report):
    client.force_login(cast.reader)

    with clock.stopped_at(clock.now() + dt.timedelta(days=400)):
        text = client.get(report.get_absolute_url()).text

    assert '<span class="kern-label">Überfällig</span>' in text


def test_43_measures_cost_as_many_queries_as_6_and_few_bytes(client, cycle, cast, report):
    client.force_login(cast.editor)
    few = questions(client, report.get_absolute_url())
    goals = [a_goal(cycle, title=f"Ziel {n}") for n in range(12)]
    for n in range(37):
        a_measure(goals[n % 12], cast.editor, title=f"Maßnahme {n}")
    fill(report, cast.editor)

    assert questions(client, report.get_absolute_url()) == few
    assert few <= 10
    assert len(client.get(report.get_absolute_url()).content) < 45_000


@pytest.mark.parametrize("name", ["check", "entry"])
def test_the_other_pages_stay_in_their_budget(client, cast, report, name):
    client.force_login(cast.editor)
    url = entry_of(report)[1] if name == "entry" else address(name, report)

    assert questions(client, url) <= 10


# --- one measure ---------------------------------------------------------------------------------


def test_the_form_proposes_last_years_state_and_shows_its_text(client, cycle, cast, report):
    measure = measures_of(cycle)[0]
    enter(report, measure, cast.editor, progress=Progress.LATE, text="Die Firma fehlt.")
    accepted(report, cast.editor, cast.office)
    url = entry_of(report_of(cycle, 2))[1]
    client.force_login(cast.editor)

    response = client.get(url)

    assert '<option value="late" selected>Verzögert</option>' in response.text
    assert "Letztes Jahr: Verzögert" in response.text
    assert 'data-take="' in response.text
    assert re.search(r"<textarea[^>]*>\s*</textarea>", response.text)
    taken = client.get(url, {"vorjahr": "1"}).text
    assert re.search(r"<textarea[^>]*>\s*Die Firma fehlt.</textarea>", taken)


def test_htmx_gets_only_the_form_and_everybody_else_the_page(client, cast, report):
    client.force_login(cast.editor)
    url = entry_of(report)[1]

    part, whole = client.get(url, headers=HTMX).text, client.get(url).text

    assert part.lstrip().startswith("<form")
    assert "<html" in whole


def test_saving_without_javascript_leads_back_to_the_row(client, cast, report):
    client.force_login(cast.editor)
    measure, url = entry_of(report)

    response = post(client, url, **SAID)

    assert response["Location"] == f"{report.get_absolute_url()}#m{measure.pk}"
    assert ReportEntry.objects.get().text == "Läuft."


def test_saving_can_go_on_to_the_next_measure_without_an_entry(client, cycle, cast, report):
    client.force_login(cast.editor)
    measures = measures_of(cycle)
    enter(report, measures[1], cast.editor)

    response = post(client, entry_of(report)[1], weiter="1", **SAID)
    assert response["Location"] == entry_of(report, 2)[1]

    berichte.carry_over(report=report, by=cast.editor)
    response = post(client, entry_of(report)[1], weiter="1", **(SAID | {"version": 1}))
    assert response["Location"] == report.get_absolute_url()


def test_autosave_answers_with_the_new_version_and_the_time(client, cast, report):
    client.force_login(cast.editor)

    with clock.stopped_at(dt.datetime(2027, 3, 1, 11, 3, tzinfo=dt.UTC)):
        response = post(client, entry_of(report)[1], htmx=True, **SAID)

    assert response.status_code == 200
    assert '<input type="hidden" name="version" value="1"' in response.text
    assert "Gespeichert 12:03" in response.text
    assert "<html" not in response.text


def test_closing_gives_the_row_back_and_counts_anew(client, cast, report):
    client.force_login(cast.editor)
    url = entry_of(report)[1]

    response = post(client, url, htmx=True, fertig="1", **SAID)

    assert response.status_code == 200
    assert '<span class="kern-label">In Umsetzung</span>' in response.text
    assert f'hx-get="massnahmen/{url.split("/")[-2]}/"' in response.text
    assert "1 von 6 Maßnahmen eingetragen" in response.text
    assert "<html" not in response.text


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"progress": "late", "text": " "}, "Nennen Sie den Grund für „Verzögert“."),
        ({"progress": "dropped", "text": ""}, "Nennen Sie den Grund für „Entfallen“."),
        ({"progress": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"progress": "x"}, "Bitte treffen Sie eine Auswahl aus der Liste."),
        ({"text": "x" * 20_001}, "höchstens 20000"),
    ],
)
def test_what_does_not_fit_is_422_at_the_field(client, cast, report, htmx, typed, sentence):
    client.force_login(cast.editor)

    response = post(client, entry_of(report)[1], htmx=htmx, **(SAID | typed))

    assert response.status_code == 422
    assert sentence in response.text
    assert not ReportEntry.objects.exists()


def test_what_does_not_fit_stays_in_the_form(client, cast, report):
    client.force_login(cast.editor)

    response = post(client, entry_of(report)[1], progress="late", text=" ", version=0)

    assert '<option value="late" selected>' in response.text
    assert "<title>Fehler: " in response.text
    assert 'aria-invalid="true"' in response.text


@pytest.mark.parametrize("htmx", [False, True])
def test_two_people_at_one_measure_both_keep_their_text(client, cycle, cast, report, htmx):
    measure, url = entry_of(report)
    enter(report, measure, cast.signatory, progress=Progress.DONE, text="Zuerst gespeichert.")
    client.force_login(cast.editor)

    response = post(client, url, htmx=htmx, **(SAID | {"text": "Gleichzeitig geschrieben."}))

    assert response.status_code == 409
    assert "Zuerst gespeichert." in response.text
    # With htmx the writer's own stays in the page as it is.
    assert ("Gleichzeitig geschrieben.</textarea>" in response.text) != htmx
    assert str(cast.signatory) in response.text
    assert ("<html" in response.text) != htmx
    assert ReportEntry.objects.get().text == "Zuerst gespeichert."

    version = re.search(r'name="version" value="(\d+)"', response.text).group(1)
    post(client, url, **(SAID | {"text": "Gleichzeitig geschrieben.", "version": version}))
    assert ReportEntry.objects.get().text == "Gleichzeitig geschrieben."


@pytest.mark.parametrize("htmx", [False, True])
def test_what_was_typed_is_not_lost_when_the_report_was_submitted_meanwhile(
    client, cycle, cast, report, htmx
):
    berichte.submit(report=fill(report, cast.editor), by=cast.editor)
    client.force_login(cast.editor)

    response = post(client, entry_of(report)[1], htmx=htmx, **(SAID | {"text": "Zu spät."}))

    assert response.status_code == 409
    assert "Bereits eingereicht: Jahresbericht 1." in response.text
    assert ("Zu spät.</textarea>" in response.text) != htmx
    assert ("<html" in response.text) != htmx


def test_a_measure_of_another_cycle_is_not_found(client, cast, report):
    foreign = measures_of(a_cycle(at="umsetzung"))[0]
    client.force_login(cast.editor)
    url = address("entry", report, foreign.pk)

    assert client.get(url).status_code == 404
    assert post(client, url, **SAID).status_code == 404


# --- carry over and summary ----------------------------------------------------------------------


def test_carrying_over_fills_what_is_missing_once(client, cast, report):
    client.force_login(cast.editor)
    url = address("carry_over", report)

    assert client.post(url)["Location"] == report.get_absolute_url()
    assert "6 von 6 Maßnahmen eingetragen" in client.get(report.get_absolute_url()).text
    assert client.post(url).status_code == 409


def test_the_summary_saves_itself_and_shows_both_texts_in_a_conflict(client, cast, report):
    client.force_login(cast.editor)
    url = address("summary", report)

    saved = post(client, url, htmx=True, summary="Ein gutes Jahr.", version=0)
    assert '<input type="hidden" name="version" value="1"' in saved.text
    conflict = post(client, url, htmx=True, summary="Ein schlechtes Jahr.", version=0)
    assert conflict.status_code == 409
    assert "Ein gutes Jahr." in conflict.text
    assert "<textarea" not in conflict.text  # the writer's own stays in the page as it is
    plain = post(client, url, summary="Ein mittleres Jahr.", version=1)
    assert plain["Location"] == f"{report.get_absolute_url()}#zusammenfassung"
    assert Jahresbericht.objects.get(pk=report.pk).summary == "Ein mittleres Jahr."


@pytest.mark.parametrize("htmx", [False, True])
def test_a_summary_that_is_too_long_or_too_late_is_refused_and_kept(client, cast, report, htmx):
    client.force_login(cast.editor)
    url = address("summary", report)

    assert post(client, url, htmx=htmx, summary="x" * 20_001, version=0).status_code == 422
    berichte.submit(report=fill(report, cast.editor), by=cast.editor)
    late = post(client, url, htmx=htmx, summary="Zu spät.", version=0)

    assert late.status_code == 409
    # With htmx the writer's own stays in the page as it is.
    assert ("Zu spät.</textarea>" in late.text) != htmx


# --- submitting and the answer -------------------------------------------------------------------


def test_the_check_page_says_what_is_missing_and_disables_the_button(client, cast, report):
    client.force_login(cast.editor)

    response = client.get(address("check", report))

    assert "Noch ohne Eintrag: 6 Maßnahmen." in response.text
    assert re.search(r"<button[^>]* disabled[^>]*>.*Verbindlich einreichen", response.text)


def test_submitting_leads_to_the_receipt_with_the_frozen_version(client, cast, report):
    fill(report, cast.editor)
    client.force_login(cast.editor)
    assert "Ändern<span" in client.get(address("check", report)).text

    response = client.post(address("submit", report), follow=True)

    fassung = Jahresbericht.objects.get(pk=report.pk).fassung
    assert "Eingereicht: Jahresbericht 1." in response.text
    assert fassung.get_absolute_url() in response.text
    assert fassung.sha256 in response.text
    assert "Eintragen<span" not in response.text
    assert client.post(address("submit", report)).status_code == 409


def test_the_geschaeftsstelle_accepts(client, cast, report):
    berichte.submit(report=fill(report, cast.editor), by=cast.editor)
    client.force_login(cast.office)
    assert "Bericht annehmen" in client.get(report.get_absolute_url()).text

    response = client.post(address("accept", report), follow=True)

    assert "Angenommen: Jahresbericht 1." in response.text
    assert Jahresbericht.objects.get(pk=report.pk).state == ReportState.ACCEPTED
    assert client.post(address("accept", report)).status_code == 409


def test_giving_back_needs_a_reason_which_the_participants_read(client, cast, report):
    berichte.submit(report=fill(report, cast.editor), by=cast.editor)
    client.force_login(cast.office)
    url = address("give_back", report)

    assert client.get(url).status_code == 200
    assert post(client, url, reason=" ").status_code == 422
    assert post(client, url, reason="Bitte Zahlen.")["Location"] == report.get_absolute_url()
    assert post(client, url, reason="Noch einmal.").status_code == 409

    client.force_login(cast.editor)
    text = client.get(report.get_absolute_url()).text
    assert "Bitte Zahlen." in text
    assert '<span class="kern-label">Rückfrage</span>' in text
    assert "Ändern<span" in text


# --- who, when, how ------------------------------------------------------------------------------

PAGES = [("get", name) for name in ("detail", "check", "entry", "give_back")] + [
    ("post", name) for name in ("entry", "carry_over", "summary", "submit", "accept", "give_back")
]


def ask(client, report, method, name, **typed):
    url = entry_of(report)[1] if name == "entry" else address(name, report)
    return getattr(client, method)(url, typed)


@pytest.mark.parametrize(("method", "name"), PAGES)
def test_strangers_and_assessors_find_no_report(client, cast, report, method, name):
    for user in (cast.stranger, cast.assessors[0]):
        client.force_login(user)
        assert ask(client, report, method, name).status_code == 404


@pytest.mark.parametrize(
    ("method", "name"), [one for one in PAGES if one[1] not in ("detail", "check")]
)
def test_a_reader_is_refused_with_the_reason(client, cast, report, method, name):
    client.force_login(cast.reader)

    response = ask(client, report, method, name, summary="x", version=0, progress="running")

    assert response.status_code == 403
    assert "Hier handelt: " in response.text


@pytest.mark.parametrize("name", ["entry", "carry_over", "submit"])
def test_too_early_is_answered_409(client, cycle, cast, name):
    client.force_login(cast.editor)

    response = ask(client, report_of(cycle, 2), "post", name, **SAID)

    assert response.status_code == 409
    assert "Zuerst ist an der Reihe: Jahresbericht 1." in response.text


@pytest.mark.parametrize(
    ("method", "name"),
    [("post", "detail"), ("put", "entry"), ("post", "check"), ("put", "give_back")]
    + [("get", name) for name in ("carry_over", "summary", "submit", "accept")],
)
def test_other_methods_are_refused(client, cast, report, method, name):
    client.force_login(cast.editor)

    assert ask(client, report, method, name).status_code == 405


# --- what the check page points out --------------------------------------------------------------


@pytest.mark.parametrize(
    ("progress", "is_over", "ampel"),
    [
        (Progress.RUNNING, True, Ampel.BEHIND),
        (Progress.PLANNED, True, Ampel.BEHIND),
        (Progress.DONE, True, Ampel.ON_COURSE),
        (Progress.RUNNING, False, Ampel.ON_COURSE),
    ],
)
def test_what_is_open_after_its_end_is_not_on_course(progress, is_over, ampel):
    entry = {"progress": progress, "text": ""}
    rows = [comparison.Row(1, "Maßnahme", "Ziel", "Feld", 1, entry, entry, is_over)]

    assert comparison.ampel(rows) == ampel
    assert comparison.Comparison(rows).unchanged == 1


def test_the_check_page_says_what_is_early_empty_and_over(client):
    cycle = a_cycle(at="umsetzung")
    editor = cast_of(cycle).editor
    report = fill(report_of(cycle), editor)
    cycle.measures.update(ends_on=clock.today() - dt.timedelta(1), begins_on=None)
    client.force_login(editor)

    page = client.get(address("check", report)).text

    assert "Die Zusammenfassung ist noch leer." in page
    assert f"endet erst am {notation.day(report.due_on)}" in page
    assert "nach dem vereinbarten Abschluss" in page
