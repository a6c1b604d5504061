import datetime as dt
import re

import pytest
from django.urls import reverse

from auditportal import clock
from audits.actions import bestandsaufnahme as surveys
from audits.models import Answer, Finding, Freigabe
from tests.audits.counting import questions
from tests.factories.audits import a_cycle, a_version, cast_of

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 20, 11, 3, tzinfo=dt.UTC)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def cycle():
    return a_cycle("bestandsaufnahme")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def feld(cycle):
    return cycle.version.handlungsfelder.get(code="hf3")


@pytest.fixture
def fragen(feld):
    return list(feld.leitfragen.order_by("position"))


@pytest.fixture
def url(cycle):
    return reverse("audits:bestandsaufnahme_feld", args=[cycle.pk, "hf3"])


def save_url(cycle, frage):
    return reverse("audits:answer_save", args=[cycle.pk, frage.pk])


def fields(page) -> dict[str, str]:
    """What a browser would send of the page as it was shown."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+-[^"]+)" value="([^"]*)"', page.text)
    areas = re.findall(r'<textarea name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', page.text)
    return dict(hidden) | dict(areas)


def write(cycle, frage, text, by):
    version = Answer.objects.filter(cycle=cycle, leitfrage=frage).values_list("version").first()
    given = {"version": version[0] if version else 0, "by": by}
    return surveys.save_answer(cycle=cycle, leitfrage=frage, text=text, **given)


def complete(cycle, by):
    for frage in (one for feld in cycle.felder for one in feld.leitfragen.all()):
        write(cycle, frage, "Gut.", by)
    for feld in cycle.felder:
        texts = {"strengths": "Vieles.", "challenges": "Manches."}
        surveys.save_finding(cycle=cycle, handlungsfeld=feld, version=0, by=by, **texts)


# --- the overview -------------------------------------------------------------------------------


def test_the_overview_says_the_progress_of_each_handlungsfeld_in_words(client, cycle, cast, fragen):
    for frage in fragen[:2]:
        write(cycle, frage, "Gut.", cast.editor)
    client.force_login(cast.reader)

    page = client.get(reverse("audits:bestandsaufnahme", args=[cycle.pk]))

    assert page.status_code == 200
    assert "2 von 3 Leitfragen beantwortet" in page.text
    assert "0 von 6 Handlungsfeldern vollständig bearbeitet" in page.text
    assert page.text.count("0 von 4 Leitfragen beantwortet") == 5


def test_the_companion_releases_once_everything_is_answered(client, cycle, cast):
    complete(cycle, cast.editor)
    client.force_login(cast.auditor)
    overview = reverse("audits:bestandsaufnahme", args=[cycle.pk])
    release = reverse("audits:bestandsaufnahme_release", args=[cycle.pk])

    answer = client.post(release)

    assert (answer.status_code, answer.url) == (302, overview)
    assert Freigabe.objects.get(cycle=cycle).released_by == cast.auditor
    assert not cycle.tasks.exists()
    page = client.get(overview)
    assert "6 von 6 Handlungsfeldern vollständig bearbeitet" in page.text
    assert f"von {cast.auditor}" in page.text
    assert release not in page.text
    assert client.post(release).status_code == 409


def test_the_release_says_what_is_missing_before(client, cycle, cast):
    client.force_login(cast.auditor)

    answer = client.post(reverse("audits:bestandsaufnahme_release", args=[cycle.pk]))

    assert answer.status_code == 409
    assert "Noch nicht vollständig bearbeitet: Bildung und Erziehung." in answer.text
    assert not Freigabe.objects.exists()


def test_the_release_is_the_companions(client, cycle, cast):
    complete(cycle, cast.editor)
    client.force_login(cast.editor)

    answer = client.post(reverse("audits:bestandsaufnahme_release", args=[cycle.pk]))

    assert answer.status_code == 403
    assert "Hier handelt: Auditorin oder Auditor" in answer.text


# --- reading ------------------------------------------------------------------------------------


def test_a_handlungsfeld_says_once_that_its_leitfragen_are_drafts_and_names_its_neighbours(
    client, cast, url, fragen
):
    client.force_login(cast.editor)

    page = client.get(url)

    assert page.status_code == 200
    assert all(frage.text in page.text for frage in fragen)
    assert page.text.count("Der Wortlaut der Leitfragen ist vorläufig.") == 1
    assert "Entwurf" not in page.text
    assert "Vorheriges Handlungsfeld" in page.text
    assert "Nächstes Handlungsfeld" in page.text


def test_who_may_not_write_reads_the_texts_and_why(client, cycle, cast, url, fragen):
    write(cycle, fragen[0], "Eine Antwort", cast.editor)
    client.force_login(cast.reader)

    page = client.get(url)

    assert "Eine Antwort" in page.text
    assert "<textarea" not in page.text
    assert "Hier handelt:" in page.text


def test_strangers_and_assessors_find_nothing(client, cycle, cast, url, fragen):
    for user in (cast.stranger, cast.assessors[0]):
        client.force_login(user)
        assert client.get(url).status_code == 404
        assert client.post(url, {}).status_code == 404
        assert client.post(save_url(cycle, fragen[0]), {}, **HTMX).status_code == 404
        assert client.get(reverse("audits:bestandsaufnahme", args=[cycle.pk])).status_code == 404


def test_a_handlungsfeld_that_does_not_exist_is_not_found(client, cycle, cast):
    client.force_login(cast.editor)

    for code in ("hf9", "nichts"):
        url = reverse("audits:bestandsaufnahme_feld", args=[cycle.pk, code])
        assert client.get(url).status_code == 404


def test_a_leitfrage_of_another_version_is_not_found(client, cycle, cast):
    foreign = a_version(1).handlungsfelder.first().leitfragen.first()
    client.force_login(cast.editor)

    assert client.post(save_url(cycle, foreign), {}, **HTMX).status_code == 404


def test_wrong_methods_are_refused(client, cycle, cast, url, fragen):
    client.force_login(cast.editor)

    assert client.put(url).status_code == 405
    assert client.get(save_url(cycle, fragen[0])).status_code == 405
    assert client.get(reverse("audits:finding_save", args=[cycle.pk, "hf3"])).status_code == 405
    assert (
        client.get(reverse("audits:bestandsaufnahme_release", args=[cycle.pk])).status_code == 405
    )


# --- autosave -----------------------------------------------------------------------------------


def test_autosave_answers_with_the_new_version_and_the_time(client, cycle, cast, fragen):
    client.force_login(cast.editor)
    typed = {
        f"frage-{fragen[0].pk}-text": "Es gelingt.\r\nMeistens.",
        f"frage-{fragen[0].pk}-version": "0",
    }

    with clock.stopped_at(NOON):
        answer = client.post(save_url(cycle, fragen[0]), typed, **HTMX)

    assert answer.status_code == 200
    assert "Gespeichert 12:03" in answer.text
    assert '-version" value="1"' in answer.text
    assert "<textarea" not in answer.text
    stored = Answer.objects.get(cycle=cycle)
    assert (stored.text, stored.saved_by) == ("Es gelingt.\nMeistens.", cast.editor)


def test_autosave_of_the_findings_keeps_both_texts(client, cycle, cast, feld):
    client.force_login(cast.editor)
    typed = {f"feld-{feld.pk}-strengths": "Viel", f"feld-{feld.pk}-challenges": ""}

    answer = client.post(reverse("audits:finding_save", args=[cycle.pk, "hf3"]), typed, **HTMX)

    assert answer.status_code == 200
    stored = Finding.objects.get(cycle=cycle)
    assert (stored.strengths, stored.challenges, stored.version) == ("Viel", "", 1)


def test_the_same_text_again_makes_no_new_version(client, cycle, cast, fragen):
    write(cycle, fragen[0], "Gut.", cast.office)
    client.force_login(cast.editor)
    typed = {f"frage-{fragen[0].pk}-text": "Gut.", f"frage-{fragen[0].pk}-version": "0"}

    answer = client.post(save_url(cycle, fragen[0]), typed, **HTMX)

    assert answer.status_code == 200
    assert Answer.objects.get().version == 1


def test_two_people_on_one_text_see_both_and_lose_none(client, cycle, cast, fragen):
    write(cycle, fragen[0], "Ihr Satz.", cast.office)
    client.force_login(cast.editor)
    typed = {f"frage-{fragen[0].pk}-text": "Mein Satz.", f"frage-{fragen[0].pk}-version": "0"}

    answer = client.post(save_url(cycle, fragen[0]), typed, **HTMX)

    assert answer.status_code == 409
    assert f"{cast.office} hat am" in answer.text
    assert ">Ihr Satz.</dd>" in answer.text
    assert "<textarea" not in answer.text  # the writer's own stays in the page as it is
    assert f'name="frage-{fragen[0].pk}-version" value="1"' in answer.text
    assert Answer.objects.get().text == "Ihr Satz."


def test_a_text_that_is_too_long_is_said_and_not_stored(client, cycle, cast, fragen):
    client.force_login(cast.editor)
    typed = {f"frage-{fragen[0].pk}-text": "x" * 20_001, f"frage-{fragen[0].pk}-version": "0"}

    answer = client.post(save_url(cycle, fragen[0]), typed, **HTMX)

    assert answer.status_code == 422
    assert "Nicht gespeichert:" in answer.text
    assert not Answer.objects.exists()


def test_autosave_is_refused_to_readers(client, cycle, cast, fragen):
    client.force_login(cast.reader)
    typed = {f"frage-{fragen[0].pk}-text": "Ich", f"frage-{fragen[0].pk}-version": "0"}

    answer = client.post(save_url(cycle, fragen[0]), typed, **HTMX)

    assert answer.status_code == 403
    assert not Answer.objects.exists()


def test_what_is_typed_after_the_release_stays_readable_and_unsaved(client, cycle, cast, fragen):
    complete(cycle, cast.editor)
    surveys.release(cycle=cycle, by=cast.auditor)
    client.force_login(cast.editor)
    typed = {f"frage-{fragen[0].pk}-text": "Zu spät.", f"frage-{fragen[0].pk}-version": "1"}

    answer = client.post(save_url(cycle, fragen[0]), typed, **HTMX)

    assert answer.status_code == 409
    assert "Die Ergebnisse sind freigegeben" in answer.text
    assert "<textarea" not in answer.text  # the writer's own stays in the page as it is
    assert Answer.objects.get(leitfrage=fragen[0]).text == "Gut."


# --- the button, without JavaScript -------------------------------------------------------------


def test_the_button_saves_all_texts_of_the_page(client, cycle, cast, url, fragen, feld):
    client.force_login(cast.editor)
    typed = fields(client.get(url))
    typed |= {f"frage-{fragen[1].pk}-text": "B", f"feld-{feld.pk}-challenges": "C"}

    answer = client.post(url, typed)

    assert (answer.status_code, answer.url) == (302, url)
    assert Answer.objects.get(cycle=cycle).text == "B"
    assert Finding.objects.get(cycle=cycle).challenges == "C"
    assert "Alle Texte sind gespeichert." in client.get(url).text


def test_a_text_that_somebody_else_changed_meanwhile_is_left_alone_if_i_did_not(
    client, cycle, cast, url, fragen
):
    client.force_login(cast.editor)
    typed = fields(client.get(url)) | {f"frage-{fragen[1].pk}-text": "Meine Antwort"}
    write(cycle, fragen[0], "Andere Antwort", cast.office)

    answer = client.post(url, typed)

    assert answer.status_code == 302
    assert Answer.objects.get(leitfrage=fragen[0]).text == "Andere Antwort"
    assert Answer.objects.get(leitfrage=fragen[1]).text == "Meine Antwort"


@pytest.fixture
def conflict(client, cycle, cast, url, fragen):
    """Two texts typed, one of which somebody else has saved in between."""
    client.force_login(cast.editor)
    first, second = (f"frage-{frage.pk}-text" for frage in fragen[:2])
    typed = fields(client.get(url)) | {first: "Mein Satz.", second: "Zweiter"}
    write(cycle, fragen[0], "Ihr Satz.", cast.office)
    return client.post(url, typed)


def test_a_conflict_is_reported_at_its_place_and_the_other_texts_are_saved(conflict, fragen):
    assert conflict.status_code == 409
    assert "Ihr Satz." in conflict.text
    assert "Mein Satz.</textarea>" in conflict.text
    assert Answer.objects.get(leitfrage=fragen[0]).text == "Ihr Satz."
    assert Answer.objects.get(leitfrage=fragen[1]).text == "Zweiter"


def test_after_a_conflict_my_text_can_be_saved_knowingly(client, conflict, url, fragen):
    answer = client.post(url, fields(conflict))

    assert answer.status_code == 302
    stored = Answer.objects.get(leitfrage=fragen[0])
    assert (stored.text, stored.version) == ("Mein Satz.", 2)


def test_after_a_conflict_the_stored_text_can_be_kept(client, conflict, url, fragen):
    answer = client.post(url, fields(conflict) | {"stay": f"frage-{fragen[0].pk}"})

    assert answer.status_code == 302
    assert Answer.objects.get(leitfrage=fragen[0]).text == "Ihr Satz."


def test_a_page_that_comes_incomplete_empties_no_text(client, cycle, cast, url, fragen):
    write(cycle, fragen[0], "Bleibt.", cast.office)
    client.force_login(cast.editor)

    answer = client.post(url, {f"frage-{fragen[1].pk}-text": "Neu"})

    assert answer.status_code == 302
    assert Answer.objects.get(leitfrage=fragen[0]).text == "Bleibt."


def test_a_text_that_does_not_fit_keeps_the_others_and_all_input(client, cast, url, fragen):
    client.force_login(cast.editor)
    long = "x" * 20_001
    typed = fields(client.get(url))
    typed |= {f"frage-{fragen[0].pk}-text": long, f"frage-{fragen[1].pk}-text": "Passt"}

    answer = client.post(url, typed)

    assert answer.status_code == 422
    assert "<title>Fehler: " in answer.text
    assert long in answer.text
    assert Answer.objects.get().text == "Passt"


def test_without_the_right_nothing_of_the_page_is_saved(client, cast, url, fragen):
    client.force_login(cast.reader)

    answer = client.post(url, {f"frage-{fragen[0].pk}-text": "Ich"})

    assert answer.status_code == 403
    assert not Answer.objects.exists()


def test_too_late_the_page_keeps_what_was_typed(client, cycle, cast, url, fragen):
    client.force_login(cast.editor)
    typed = fields(client.get(url)) | {f"frage-{fragen[0].pk}-text": "Zu spät."}
    Freigabe.objects.create(
        cycle=cycle, subject="bestandsaufnahme", released_at=NOON, released_by=cast.auditor
    )

    answer = client.post(url, typed)

    assert answer.status_code == 409
    assert "Zu spät.</textarea>" in answer.text
    assert not Answer.objects.exists()


def test_autosave_without_javascript_leads_back_to_the_page(client, cycle, cast, url, fragen):
    client.force_login(cast.editor)

    answer = client.post(save_url(cycle, fragen[0]), {f"frage-{fragen[0].pk}-text": "Neu"})

    assert (answer.status_code, answer.url) == (302, url)
    assert Answer.objects.get().text == "Neu"


# --- speed --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "rest"), [("bestandsaufnahme", []), ("bestandsaufnahme_feld", ["hf3"])]
)
def test_the_pages_ask_few_questions_however_much_is_answered(client, cycle, cast, name, rest):
    address = reverse(f"audits:{name}", args=[cycle.pk, *rest])
    client.force_login(cast.editor)

    bare = questions(client, address)
    complete(cycle, cast.office)
    full = questions(client, address)

    assert bare <= 11
    assert full == bare
