import datetime as dt
import hashlib
import io

import page
import pypdf
import pytest
import segno
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from auditportal import clock
from auditportal.verdict import NotYet
from audits import gates
from audits.actions import award as awards
from audits.models import Award, AwardState
from certificates import urkunde
from certificates.actions import zertifikat as zertifikate
from certificates.models import Validity, Zertifikat
from tests.factories.audits import a_cycle, a_version, cast_of
from tests.factories.certificates import a_zertifikat

pytestmark = pytest.mark.django_db
JULY = dt.datetime(2010, 7, 1, 10, tzinfo=dt.UTC)


def issue(cycle, by, valid_from=None):
    return zertifikate.issue(cycle=cycle, valid_from=valid_from or clock.today(), by=by)


def text_of(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(bytes(data))).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())


# --- issue ---------------------------------------------------------------------------------------


def test_issue_awards_keeps_the_urkunde_and_lets_the_cycle_into_its_next_phase():
    with clock.stopped_at(JULY):
        cycle = a_cycle(at="zertifizierung", name="Aachen")
        director = cast_of(cycle).director

        issued = issue(cycle, director)

    award = Award.objects.get(cycle=cycle)
    assert issued.award == award
    assert (award.number, award.title) == ("FGK-2010-001", "Familiengerechte Kommune")
    assert (award.valid_from, award.valid_to) == (dt.date(2010, 7, 1), dt.date(2013, 6, 30))
    assert issued.sha256 == hashlib.sha256(issued.urkunde).hexdigest()
    assert (issued.issued_at, issued.issued_by) == (JULY, director)
    assert cycle.open_run.phase.code == "umsetzung"
    assert cycle.events.filter(kind="awarded").get().text == "Verliehen: Zertifikat FGK-2010-001."


def test_issue_counts_the_reports_from_the_first_day_of_validity():
    cycle = a_cycle(at="zertifizierung")
    first = clock.today() + dt.timedelta(days=30)

    issue(cycle, cast_of(cycle).director, first)

    due = list(cycle.jahresberichte.values_list("due_on", flat=True))
    assert due == [clock.months_after(first, months) for months in (12, 24, 36)]


@pytest.mark.parametrize("role", ["office", "editor", "signatory", "reader", "auditor"])
def test_issue_is_for_who_signs_for_the_traeger_and_never_for_the_participants(role):
    cycle = a_cycle(at="zertifizierung")

    with pytest.raises(PermissionDenied, match="Hier handelt: Geschäftsführung"):
        issue(cycle, getattr(cast_of(cycle), role))

    assert not Award.objects.exists()


def test_issue_refuses_a_second_certificate():
    cycle = a_cycle(at="zertifizierung")
    director = cast_of(cycle).director
    issue(cycle, director)

    with pytest.raises(NotYet, match="Bereits verliehen: FGK-"):
        issue(cycle, director)

    assert Zertifikat.objects.count() == 1


def test_issue_refuses_before_the_phase_and_while_another_gate_is_closed():
    cycle = a_cycle(at="begutachtung")
    director = cast_of(cycle).director

    with pytest.raises(NotYet) as refused:
        issue(cycle, director)

    assert "In der jetzigen Phase nicht vorgesehen" in str(refused.value)
    assert "Die Begutachtung ist nicht freigegeben." in str(refused.value)


def test_issue_refuses_a_day_before_the_judgement_and_one_in_another_decade():
    cycle = a_cycle(at="zertifizierung")
    director, today = cast_of(cycle).director, clock.today()

    with pytest.raises(NotYet, match="frühestens am Tag der Freigabe"):
        issue(cycle, director, today - dt.timedelta(days=1))
    with pytest.raises(NotYet, match="beginnt spätestens am"):
        issue(cycle, director, clock.months_after(today, 12) + dt.timedelta(days=1))


def test_issue_leaves_nothing_behind_when_the_urkunde_cannot_be_drawn(settings):
    cycle = a_cycle(at="zertifizierung")
    settings.PUBLIC_URL = "https://portal.example/" + "x" * 4000  # more than a QR code holds

    with pytest.raises(segno.DataOverflowError):
        issue(cycle, cast_of(cycle).director)

    assert not Award.objects.exists()
    assert cycle.open_run.phase.code == "zertifizierung"
    assert not cycle.events.filter(kind="awarded").exists()


def test_what_is_stored_as_tasks_is_what_the_gates_say_after_issuing():
    cycle = a_zertifikat().award.cycle

    stored = sorted(task.text for task in cycle.tasks.all())

    assert stored == sorted(task.text for task in gates.fresh_tasks(cycle))


# --- numbers -------------------------------------------------------------------------------------


def test_numbers_count_up_within_a_year_and_begin_anew_in_the_next():
    version = a_version()

    with clock.stopped_at(JULY):
        first, second = a_zertifikat(version=version), a_zertifikat(version=version)
    with clock.stopped_at(JULY.replace(year=2011)):
        third = a_zertifikat(version=version)

    numbers = [one.award.number for one in (first, second, third)]
    assert numbers == ["FGK-2010-001", "FGK-2010-002", "FGK-2011-001"]


def test_numbers_do_not_stumble_over_one_that_was_given_by_hand():
    version = a_version()
    with clock.stopped_at(JULY):
        a_cycle(at="umsetzung", version=version)  # its number ends in T and a digit

        assert a_zertifikat(version=version).award.number == "FGK-2010-001"


def test_a_pattern_may_go_on_after_the_number():
    cycle = a_cycle(at="zertifizierung")
    cycle.version.certificate_number = "Z{n}/{year}"

    with clock.stopped_at(JULY):
        assert awards.expected_number(cycle) == "Z001/2010"


# --- the Urkunde ---------------------------------------------------------------------------------


def test_the_urkunde_is_an_accessible_pdf_of_one_page():
    issued = a_zertifikat()

    report = page.validate_pdf_bytes(bytes(issued.urkunde), profile="ua1")

    assert [failure.message for failure in report.failures] == []
    assert report.document.page_count == 1


def test_the_urkunde_says_what_was_awarded_to_whom_and_where_to_check_it(settings):
    settings.PUBLIC_URL = "https://portal.example"
    with clock.stopped_at(JULY):
        issued = a_zertifikat(name="Aachen")

    text = text_of(issued.urkunde)

    assert "Familiengerechte Kommune verliehen an Aachen" in text
    assert "Gültig vom 1. Juli 2010 bis 30. Juni 2013" in text
    assert "Nr. FGK-2010-001" in text
    assert "Bildung und Erziehung" in text
    assert str(issued.award.cycle.owner) in text
    assert f"https://portal.example/zertifikate/pruefen/{issued.token}/" in text.replace(" ", "")
    assert "Entwurf" not in text


def test_the_qr_code_has_a_title_for_those_who_cannot_see_it():
    document = pypdf.PdfReader(io.BytesIO(bytes(a_zertifikat().urkunde)))

    objects = [document.get_object(n) for n in range(1, document.trailer["/Size"])]

    figures = [one for one in objects if isinstance(one, dict) and one.get("/S") == "/Figure"]
    assert [figure["/Alt"] for figure in figures] == ["QR-Code zur Prüfseite"]


def test_a_draft_says_so_and_leads_nowhere():
    cycle = a_cycle(at="zertifizierung")
    award = awards.prepared(
        cycle=cycle, number="FGK-1", valid_from=clock.today(), by=cast_of(cycle).director
    )

    text = text_of(urkunde.render(award))

    assert "Entwurf" in text
    assert "pruefen" not in text


def test_long_names_and_many_handlungsfelder_stay_on_one_page():
    cycle = a_cycle(at="zertifizierung", version=a_version(1), name="Samtgemeinde " + "Lang" * 15)

    issued = a_zertifikat(cycle)

    assert pypdf.PdfReader(io.BytesIO(bytes(issued.urkunde))).get_num_pages() == 1


def test_the_database_refuses_to_change_what_was_issued():
    issued = a_zertifikat()

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Zertifikat.objects.filter(pk=issued.pk).update(urkunde=b"other")
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Zertifikat.objects.filter(pk=issued.pk)._raw_delete("default")


# --- withdraw ------------------------------------------------------------------------------------


def test_withdraw_notes_day_and_reason_and_keeps_the_urkunde():
    issued = a_zertifikat()
    director = cast_of(issued.award.cycle).director

    awards.withdraw(awarded=issued.award, reason="Auf eigenen Wunsch.", by=director)
    after = Zertifikat.objects.for_display().get(pk=issued.pk)

    assert after.award.state == AwardState.WITHDRAWN
    assert after.award.state_on == clock.today()
    assert after.award.state_reason == "Auf eigenen Wunsch."
    assert after.validity_on(clock.today()) == Validity.WITHDRAWN
    assert after.urkunde == issued.urkunde


@pytest.mark.parametrize("role", ["office", "signatory", "auditor"])
def test_withdraw_is_for_who_signs_for_the_traeger(role):
    issued = a_zertifikat()

    with pytest.raises(PermissionDenied):
        awards.withdraw(
            awarded=issued.award, reason="Nein.", by=getattr(cast_of(issued.award.cycle), role)
        )


def test_withdraw_happens_once_and_never_without_a_reason():
    issued = a_zertifikat()
    director = cast_of(issued.award.cycle).director

    with pytest.raises(NotYet, match="Nennen Sie den Grund"):
        awards.withdraw(awarded=issued.award, reason="  ", by=director)
    awards.withdraw(awarded=issued.award, reason="Auf eigenen Wunsch.", by=director)
    with pytest.raises(NotYet, match="Bereits entzogen"):
        awards.withdraw(awarded=issued.award, reason="Noch einmal.", by=director)


# --- what it is worth on a day -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "validity"),
    [
        (dt.date(2010, 6, 30), Validity.AHEAD),
        (dt.date(2010, 7, 1), Validity.VALID),
        (dt.date(2013, 6, 30), Validity.VALID),
        (dt.date(2013, 7, 1), Validity.EXPIRED),
    ],
)
def test_validity_is_the_same_for_one_row_and_for_a_list(day, validity):
    with clock.stopped_at(JULY):
        issued = a_zertifikat()

    assert issued.validity_on(day) == validity
    for other in Validity:
        found = Zertifikat.objects.with_validity(other, day).filter(pk=issued.pk).exists()
        assert found == (other == validity)
