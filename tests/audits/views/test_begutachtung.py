import datetime as dt

import pytest
from django.urls import reverse

from auditportal import clock
from audits.actions import begutachtung as begutachtungen
from audits.actions import berufung as berufungen
from audits.models import BerufungFunction, Judgement, Votum
from tests.audits.counting import questions
from tests.audits.judging import fresh, judged, signed, signed_off, submitted, written
from tests.factories.audits import a_cycle, appointed, cast_of

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _in_november():
    with clock.stopped_at(DAY):
        yield


@pytest.fixture
def cycle():
    return a_cycle("einreichung")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def begutachtung(cycle, cast):
    return submitted(cycle, cast)


def check_url(cycle):
    return reverse("audits:submission_check", args=[cycle.pk])


def sign_off_url(begutachtung):
    return reverse("audits:begutachtung_sign_off", args=[begutachtung.pk])


def write_url(begutachtung):
    return reverse("audits:votum_write", args=[begutachtung.pk])


def sign_url(votum):
    return reverse("audits:votum_sign", args=[votum.pk])


# --- submission ---------------------------------------------------------------------------------


def test_everything_that_will_be_sealed_is_shown_with_its_hashes(client, cycle, cast):
    client.force_login(cast.editor)

    page = client.get(check_url(cycle))

    draft = begutachtungen.draft(cycle)
    assert page.status_code == 200
    shown = [draft.sha256, cycle.fassungen.get().sha256, cast.auditor.name]
    shown += [goal.title for goal in cycle.goals.all()]
    for text in (*shown, cycle.words["agreement"], cycle.words["survey"]):
        assert text in page.text
    assert f'name="sha256" value="{draft.sha256}"' in page.text


def test_submitting_seals_and_shows_the_receipt(client, cycle, cast):
    client.force_login(cast.editor)
    checked = begutachtungen.draft(cycle).sha256

    page = client.post(check_url(cycle), {"sha256": checked}, follow=True)

    begutachtung = cycle.begutachtungen.get()
    assert page.redirect_chain == [(check_url(cycle), 302)]
    assert "Die Unterlagen sind eingereicht" in page.text
    assert begutachtung.dossier.sha256 == checked
    assert checked in page.text


def test_a_repeated_submission_is_told_so(client, cycle, cast):
    client.force_login(cast.editor)
    checked = begutachtungen.draft(cycle).sha256
    client.post(check_url(cycle), {"sha256": checked})

    page = client.post(check_url(cycle), {"sha256": checked})

    assert page.status_code == 409
    assert "bereits eingereicht" in page.text


@pytest.mark.parametrize("typed", [{}, {"sha256": "0" * 64}])
def test_what_nobody_has_checked_is_not_sealed(client, cycle, cast, typed):
    client.force_login(cast.editor)

    page = client.post(check_url(cycle), typed)

    assert page.status_code == 409
    assert "haben sich geändert, seit Sie sie geprüft haben" in page.text
    assert not cycle.begutachtungen.exists()


def test_before_its_phase_the_button_says_what_is_missing(client):
    cycle = a_cycle("ausarbeitung")
    client.force_login(cast_of(cycle).editor)

    page = client.get(check_url(cycle))

    assert page.status_code == 200
    assert "In der jetzigen Phase nicht vorgesehen" in page.text
    assert "disabled" in page.text


@pytest.mark.parametrize(
    ("name", "reads", "submits"),
    [("reader", 200, 403), ("auditor", 200, 403), ("office", 200, 403), ("stranger", 404, 404)],
)
def test_only_the_participants_submit(client, cycle, cast, name, reads, submits):
    client.force_login(getattr(cast, name))

    page = client.get(check_url(cycle))
    refused = client.post(check_url(cycle), {"sha256": begutachtungen.draft(cycle).sha256})

    assert (page.status_code, refused.status_code) == (reads, submits)


def test_assessors_do_not_see_what_is_not_sealed_yet(client, cycle, cast):
    client.force_login(cast.assessors[0])

    assert client.get(check_url(cycle)).status_code == 404


def test_submission_takes_no_other_method(client, cycle, cast):
    client.force_login(cast.editor)

    assert client.delete(check_url(cycle)).status_code == 405


def test_after_rework_the_check_page_is_back_for_round_two(client, begutachtung, cast):
    signed_off(judged(begutachtung, cast), Judgement.REWORK, cast.office)
    client.force_login(cast.editor)

    page = client.get(check_url(begutachtung.cycle))

    assert "Angaben prüfen und einreichen" in page.text


def test_the_check_asks_as_much_for_one_measure_as_for_many(client, cycle, cast):
    client.force_login(cast.editor)
    few = questions(client, check_url(cycle))
    for _ in range(3):
        appointed(cycle, BerufungFunction.AUDITOR, by=cast.office)

    assert questions(client, check_url(cycle)) == few


# --- the Begutachtung ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["office", "reader", "auditor"])
def test_insiders_see_the_state_of_a_begutachtung(client, begutachtung, cast, name):
    written(begutachtung, cast.assessors[0])
    client.force_login(getattr(cast, name))

    page = client.get(begutachtung.get_absolute_url())

    assert page.status_code == 200
    assert "In Prüfung" in page.text
    assert begutachtung.dossier.sha256 in page.text


def test_a_stranger_finds_no_begutachtung(client, begutachtung, cast):
    client.force_login(cast.stranger)

    assert client.get(begutachtung.get_absolute_url()).status_code == 404


def test_before_the_declaration_it_is_closed_with_the_way_to_declare(client, begutachtung, cast):
    user = appointed(begutachtung.cycle, BerufungFunction.ASSESSOR, declared=False, by=cast.office)
    client.force_login(user)

    page = client.get(begutachtung.get_absolute_url())

    berufung = begutachtung.cycle.berufungen.get(user=user)
    assert page.status_code == 403
    assert "Erklären Sie zuerst, dass Sie nicht befangen sind." in page.text
    assert reverse("audits:berufung_declare", args=[berufung.pk]) in page.text
    assert begutachtung.dossier.sha256 not in page.text


def test_the_other_votum_is_hidden_until_the_own_is_signed(client, begutachtung, cast):
    first, second = cast.assessors
    begutachtungen.save_votum(
        begutachtung=begutachtung,
        judgement=Judgement.NEGATIVE,
        summary="Das überzeugt mich nicht.",
        statements={feld.pk: "Nein." for feld in begutachtung.cycle.felder},
        version=0,
        by=first,
    )
    begutachtungen.sign_votum(votum=begutachtung.vota.get(), by=first)
    client.force_login(second)

    before = client.get(begutachtung.get_absolute_url())
    signed(begutachtung, second)
    after = client.get(begutachtung.get_absolute_url())

    assert "Das überzeugt mich nicht." not in before.text
    assert "sobald Sie Ihr eigenes gezeichnet haben" in before.text
    assert "Das überzeugt mich nicht." in after.text


def test_participants_never_read_a_votum(client, begutachtung, cast):
    signed_off(judged(begutachtung, cast), Judgement.CONDITIONS, cast.office)
    client.force_login(cast.signatory)

    page = client.get(begutachtung.get_absolute_url())

    assert "Ergebnis: Positiv mit Auflagen" in page.text
    assert "Weil es so ist." in page.text
    assert "Eine runde Sache." not in page.text


def test_the_page_asks_as_much_for_one_votum_as_for_many(client, begutachtung, cast):
    signed(begutachtung, cast.assessors[0])
    client.force_login(cast.office)
    few = questions(client, begutachtung.get_absolute_url())
    for _ in range(3):
        signed(
            begutachtung, appointed(begutachtung.cycle, BerufungFunction.ASSESSOR, by=cast.office)
        )

    many = questions(client, begutachtung.get_absolute_url())

    assert many == few


def test_the_begutachtung_is_only_read(client, begutachtung, cast):
    client.force_login(cast.office)

    assert client.post(begutachtung.get_absolute_url()).status_code == 405


# --- sign off -----------------------------------------------------------------------------------


def test_the_form_says_what_follows_from_each_result(client, begutachtung, cast):
    judged(begutachtung, cast)
    client.force_login(cast.office)

    page = client.get(begutachtung.get_absolute_url())

    for words in ("weiter mit „Zertifizierung“", "zurück zu „Ausarbeitung“", "der Durchlauf endet"):
        assert words in page.text


def test_as_long_as_a_votum_is_missing_the_page_says_so_instead(client, begutachtung, cast):
    client.force_login(cast.office)

    page = client.get(begutachtung.get_absolute_url())

    assert "Ein Votum ist noch nicht gezeichnet." in page.text
    assert sign_off_url(begutachtung) not in page.text


@pytest.mark.parametrize(
    ("judgement", "words"),
    [
        ("conditions", "Die Auflagen stehen hier."),
        ("rework", "Der Durchlauf geht zur Nachbesserung in eine neue Runde."),
        ("negative", "Der Durchlauf ist damit beendet."),
    ],
)
def test_a_sign_off_is_shown_with_its_consequence(client, begutachtung, cast, judgement, words):
    judged(begutachtung, cast)
    client.force_login(cast.office)
    typed = {
        "checked": "1",
        "judgement": judgement,
        "reason": "Die Maßnahmen 3 und 4 sind zu vage.",
    }

    page = client.post(sign_off_url(begutachtung), typed, follow=True)

    assert page.redirect_chain == [(begutachtung.get_absolute_url(), 302)]
    assert words in page.text
    assert "Die Maßnahmen 3 und 4 sind zu vage." in page.text


def test_a_result_without_its_reason_is_said_at_the_field(client, begutachtung, cast):
    judged(begutachtung, cast)
    client.force_login(cast.office)

    page = client.post(sign_off_url(begutachtung), {"judgement": "rework", "reason": ""})

    assert page.status_code == 422
    assert "Bitte begründen Sie dieses Ergebnis." in page.text
    assert 'value="rework"' in page.text.split("checked")[0][-400:]
    begutachtung.refresh_from_db()
    assert not begutachtung.is_signed


def test_a_result_that_nobody_knows_keeps_the_reason(client, begutachtung, cast):
    judged(begutachtung, cast)
    client.force_login(cast.office)

    page = client.post(sign_off_url(begutachtung), {"judgement": "best", "reason": "Getippt."})

    assert page.status_code == 422
    assert "Getippt." in page.text


@pytest.mark.parametrize(
    ("name", "status"), [("stranger", 404), ("signatory", 403), ("auditor", 403)]
)
def test_only_the_traeger_signs_off(client, begutachtung, cast, name, status):
    judged(begutachtung, cast)
    client.force_login(getattr(cast, name))

    page = client.post(sign_off_url(begutachtung), {"judgement": "positive", "checked": "1"})

    assert page.status_code == status


def test_an_assessor_does_not_sign_off(client, begutachtung, cast):
    judged(begutachtung, cast)
    client.force_login(cast.assessors[0])

    page = client.post(sign_off_url(begutachtung), {"judgement": "positive", "checked": "1"})

    assert page.status_code == 403
    assert "Vier-Augen-Prinzip" in page.text


def test_a_sign_off_too_early_or_twice_changes_nothing(client, begutachtung, cast):
    client.force_login(cast.office)
    early = client.post(sign_off_url(begutachtung), {"judgement": "positive", "checked": "1"})
    judged(begutachtung, cast)
    client.post(sign_off_url(begutachtung), {"judgement": "positive", "checked": "1"})

    again = client.post(
        sign_off_url(begutachtung), {"judgement": "negative", "reason": "Doch.", "checked": "1"}
    )

    assert (early.status_code, again.status_code) == (409, 409)
    begutachtung.refresh_from_db()
    assert begutachtung.judgement == Judgement.POSITIVE


def test_a_sign_off_is_no_link(client, begutachtung, cast):
    client.force_login(cast.office)

    assert client.get(sign_off_url(begutachtung)).status_code == 405


# --- write a Votum ------------------------------------------------------------------------------


def typed(begutachtung, version=0, **fields):
    felder = begutachtung.cycle.felder
    texts = {f"feld-{feld.pk}": f"Gut gemacht: {feld}." for feld in felder}
    return {"version": version, "judgement": "positive", "summary": "Überzeugt."} | texts | fields


def test_a_votum_has_a_word_for_every_handlungsfeld(client, begutachtung, cast):
    client.force_login(cast.assessors[0])

    page = client.get(write_url(begutachtung))

    assert page.status_code == 200
    for feld in begutachtung.cycle.felder:
        assert feld.name in page.text


def test_a_votum_is_saved_by_its_button(client, begutachtung, cast):
    client.force_login(cast.assessors[0])

    page = client.post(write_url(begutachtung), typed(begutachtung), follow=True)

    votum = begutachtung.vota.get()
    assert page.redirect_chain == [(write_url(begutachtung), 302)]
    assert (votum.author, votum.summary, votum.statements.count()) == (
        cast.assessors[0],
        "Überzeugt.",
        6,
    )
    assert "Überzeugt." in page.text


def test_the_other_button_leads_on_to_the_signature(client, begutachtung, cast):
    client.force_login(cast.assessors[0])

    plain = client.post(write_url(begutachtung), typed(begutachtung, check="1"))
    votum = begutachtung.vota.get()
    by_htmx = client.post(
        write_url(begutachtung), typed(begutachtung, version=votum.version, check="1"), **HTMX
    )

    assert (plain.status_code, plain.url) == (302, sign_url(votum))
    assert by_htmx["HX-Redirect"] == sign_url(votum)


def test_a_votum_saves_itself_and_answers_with_its_next_version(client, begutachtung, cast):
    client.force_login(cast.assessors[0])

    page = client.post(write_url(begutachtung), typed(begutachtung), **HTMX)

    assert page.status_code == 200
    assert 'name="version" value="1"' in page.text
    assert "Gespeichert 13:00" in page.text
    assert "<html" not in page.text


@pytest.mark.parametrize("htmx", [{}, HTMX])
def test_a_second_window_overwrites_nothing_and_loses_nothing(client, begutachtung, cast, htmx):
    client.force_login(cast.assessors[0])
    client.post(write_url(begutachtung), typed(begutachtung))

    page = client.post(
        write_url(begutachtung),
        typed(begutachtung, summary="Aus dem zweiten Fenster.", judgement="negative"),
        **htmx,
    )

    assert page.status_code == 409
    for text in ("Überzeugt.", "Positiv"):
        assert text in page.text
    # With htmx the writer's own stays in the page as it is.
    assert ("Aus dem zweiten Fenster.</textarea>" in page.text) == (not htmx)
    assert 'name="version" value="1"' in page.text
    assert ("<html" in page.text) == (not htmx)
    assert begutachtung.vota.get().summary == "Überzeugt."


def test_after_a_conflict_one_may_keep_the_own_text_knowingly(client, begutachtung, cast):
    client.force_login(cast.assessors[0])
    client.post(write_url(begutachtung), typed(begutachtung))

    page = client.post(write_url(begutachtung), typed(begutachtung, version=1, summary="Meins."))

    assert page.status_code == 302
    assert begutachtung.vota.get().summary == "Meins."


@pytest.mark.parametrize("field", [{"judgement": "best"}, {"version": "x"}, {"summary": "a\x00b"}])
def test_what_does_not_fit_a_votum_is_said_and_kept(client, begutachtung, cast, field):
    client.force_login(cast.assessors[0])
    texts = typed(begutachtung, **field)

    page = client.post(write_url(begutachtung), texts)
    by_htmx = client.post(write_url(begutachtung), texts, **HTMX)

    assert (page.status_code, by_htmx.status_code) == (422, 422)
    assert texts[f"feld-{begutachtung.cycle.version.handlungsfelder.first().pk}"] in page.text
    assert "Nicht gespeichert" in by_htmx.text
    assert not Votum.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"), [("stranger", 404), ("office", 403), ("auditor", 403), ("signatory", 403)]
)
def test_only_assessors_write_a_votum(client, begutachtung, cast, name, status):
    client.force_login(getattr(cast, name))

    assert client.get(write_url(begutachtung)).status_code == status
    assert client.post(write_url(begutachtung), typed(begutachtung)).status_code == status


def test_a_votum_waits_until_its_phase_has_begun(client, cycle, cast):
    begutachtung = begutachtungen.submit(cycle=cycle, by=cast.editor)
    client.force_login(cast.assessors[0])

    page = client.get(write_url(begutachtung))
    refused = client.post(write_url(begutachtung), typed(begutachtung))

    assert (page.status_code, refused.status_code) == (200, 409)
    assert "In der jetzigen Phase nicht vorgesehen" in page.text
    assert "<textarea" not in page.text


def test_a_votum_asks_little_and_takes_no_other_method(client, begutachtung, cast):
    written(begutachtung, cast.assessors[0])
    client.force_login(cast.assessors[0])

    assert questions(client, write_url(begutachtung)) <= 10
    assert client.put(write_url(begutachtung)).status_code == 405


# --- sign a Votum -------------------------------------------------------------------------------


def test_before_signing_one_reads_the_whole_votum_once_more(client, begutachtung, cast):
    votum = written(begutachtung, cast.assessors[0])
    client.force_login(cast.assessors[0])

    page = client.get(sign_url(votum))

    assert page.status_code == 200
    assert "Eine runde Sache." in page.text
    assert "disabled" not in page.text


def test_what_is_missing_stands_under_the_button(client, begutachtung, cast):
    client.force_login(cast.assessors[0])
    client.post(write_url(begutachtung), {"version": 0, "summary": "Erst dies."})

    page = client.get(sign_url(begutachtung.vota.get()))
    refused = client.post(sign_url(begutachtung.vota.get()))

    feld = begutachtung.cycle.version.handlungsfelder.first()
    assert "Ihr Votum nennt noch kein Ergebnis." in page.text
    assert f"Die Stellungnahme fehlt: {feld}." in page.text
    assert refused.status_code == 409


def test_a_votum_is_signed_once(client, begutachtung, cast):
    votum = written(begutachtung, cast.assessors[0])
    client.force_login(cast.assessors[0])

    page = client.post(sign_url(votum))
    again = client.post(sign_url(votum))
    late = client.post(write_url(begutachtung), typed(begutachtung, version=1))

    assert (page.status_code, page.url) == (302, begutachtung.get_absolute_url())
    assert (again.status_code, late.status_code) == (409, 409)
    assert begutachtung.vota.get().signed_at == DAY


@pytest.mark.parametrize(
    ("name", "status"), [("stranger", 404), ("office", 403), ("signatory", 403)]
)
def test_nobody_signs_for_somebody_else(client, begutachtung, cast, name, status):
    votum = written(begutachtung, cast.assessors[0])
    client.force_login(getattr(cast, name))

    assert client.get(sign_url(votum)).status_code == status
    assert client.post(sign_url(votum)).status_code == status


def test_the_other_assessor_neither_reads_nor_signs_a_draft(client, begutachtung, cast):
    votum = written(begutachtung, cast.assessors[0])
    client.force_login(cast.assessors[1])

    page = client.get(sign_url(votum))

    assert page.status_code == 403
    assert "Eine runde Sache." not in page.text


def test_signing_asks_little_and_takes_no_other_method(client, begutachtung, cast):
    votum = written(begutachtung, cast.assessors[0])
    client.force_login(cast.assessors[0])

    assert questions(client, sign_url(votum)) <= 12
    assert client.put(sign_url(votum)).status_code == 405


# --- after the sign-off -------------------------------------------------------------------------


def test_after_the_sign_off_assessors_read_until_the_window_ends(client, begutachtung, cast):
    signed_off(judged(begutachtung, cast), Judgement.POSITIVE, cast.office)
    client.force_login(cast.assessors[0])
    url, votum = begutachtung.get_absolute_url(), begutachtung.vota.get(author=cast.assessors[0])

    with clock.stopped_at(DAY + dt.timedelta(days=15)):
        last_day = client.get(url)
    with clock.stopped_at(DAY + dt.timedelta(days=16)):
        statuses = [
            client.get(one).status_code for one in (url, write_url(begutachtung), sign_url(votum))
        ]

    assert last_day.status_code == 200
    assert "Ergebnis: Positiv" in last_day.text
    assert statuses == [403, 403, 403]


def test_when_the_berufung_is_closed_nothing_is_left(client, begutachtung, cast):
    signed_off(judged(begutachtung, cast), Judgement.POSITIVE, cast.office)
    berufung = begutachtung.cycle.berufungen.get(user=cast.assessors[0])
    client.force_login(cast.assessors[0])

    with clock.stopped_at(DAY + dt.timedelta(days=16)):
        berufungen.close(berufung=berufung, by=None)
        page = client.get(begutachtung.get_absolute_url())

    assert page.status_code == 404
    assert not fresh(begutachtung.cycle).berufungen.get(pk=berufung.pk).is_active
