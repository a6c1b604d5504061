import datetime as dt
import hashlib
import io

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from auditportal import clock
from audits.actions import award as awards
from audits.models import Award
from certificates.actions import zertifikat as zertifikate
from certificates.models import Zertifikat
from tests.audits.counting import questions
from tests.factories.audits import a_cycle, a_version, cast_of, turned
from tests.factories.certificates import a_row, a_zertifikat

pytestmark = pytest.mark.django_db
TODAY = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)


def address(name, *args):
    return reverse(f"certificates:{name}", args=args)


@pytest.fixture
def cycle():
    return a_cycle(at="zertifizierung")


@pytest.fixture
def issued():
    return a_zertifikat()


# --- issue ---------------------------------------------------------------------------------------


def test_the_page_shows_what_will_be_issued_and_writes_nothing(client, cycle):
    client.force_login(cast_of(cycle).director)

    with clock.stopped_at(TODAY):
        response = client.get(address("zertifikat_issue", cycle.pk))

    assert response.status_code == 200
    assert "FGK-2026-001" in response.text
    assert "04.05.2026" in response.text
    assert "03.05.2029" in response.text
    assert not Award.objects.exists()


def test_another_day_is_tried_out_before_anything_is_issued(client, cycle):
    client.force_login(cast_of(cycle).director)
    day = clock.today() + dt.timedelta(days=20)

    response = client.get(address("zertifikat_issue", cycle.pk), {"valid_from": day.isoformat()})

    assert f'<input type="hidden" name="valid_from" value="{day}">' in response.text
    assert f'<dd class="kern-description-list-item__value">{day:%d.%m.%Y}</dd>' in response.text

    shown = client.post(address("zertifikat_issue", cycle.pk), {"valid_from": day.isoformat()})

    assert f"Verbindlich ausstellen, gültig ab {day:%d.%m.%Y}" in shown.text
    assert not Award.objects.exists()


def test_the_draft_of_the_urkunde_can_be_seen_before(client, cycle):
    client.force_login(cast_of(cycle).director)

    response = client.get(address("zertifikat_preview", cycle.pk))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert not Award.objects.exists()


def test_issuing_leads_to_the_certificate(client, cycle):
    client.force_login(cast_of(cycle).director)

    response = client.post(
        address("zertifikat_issue", cycle.pk),
        {"valid_from": clock.today().isoformat(), "checked": "1"},
    )

    issued = Zertifikat.objects.get(award__cycle=cycle)
    assert response["Location"] == address("zertifikat_detail", issued.pk)
    assert issued.award.valid_from == clock.today()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Bitte füllen Sie dieses Feld aus."),
        ("31.02.2026", "Bitte geben Sie ein gültiges Datum ein, zum Beispiel 30.06.2026."),
        ("2009-01-01", "Die Gültigkeit beginnt frühestens am Tag der Freigabe"),
        ("2036-01-01", "Die Gültigkeit beginnt spätestens am"),
    ],
)
def test_a_day_that_does_not_fit_is_answered_422_and_stays_in_the_field(
    client, cycle, typed, sentence
):
    client.force_login(cast_of(cycle).director)

    response = client.post(address("zertifikat_issue", cycle.pk), {"valid_from": typed})

    assert response.status_code == 422
    assert sentence in response.text
    assert f'value="{typed}"' in response.text or typed == ""
    assert not Award.objects.exists()


@pytest.mark.parametrize("name", ["zertifikat_issue", "zertifikat_preview"])
def test_issuing_is_hidden_from_strangers_and_assessors_and_refused_to_insiders(
    client, cycle, name
):
    cast = cast_of(cycle)

    for user, status in [
        (cast.stranger, 404),
        (cast.assessors[0], 404),
        (cast.editor, 403),
        (cast.signatory, 403),
        (cast.office, 403),
    ]:
        client.force_login(user)
        response = client.get(address(name, cycle.pk))
        assert response.status_code == status
    assert "Hier handelt: Geschäftsführung (Recht: Zeichnen)." in response.text


def test_issuing_too_early_and_a_second_time_is_answered_409(client, issued):
    early = a_cycle(at="begutachtung")
    client.force_login(cast_of(early).director)
    response = client.post(address("zertifikat_issue", early.pk), {"valid_from": "2026-05-04"})
    assert response.status_code == 409
    assert "Die Begutachtung ist nicht freigegeben." in response.text

    client.force_login(cast_of(issued.award.cycle).director)
    again = address("zertifikat_issue", issued.award.cycle_id)
    response = client.post(again, {"valid_from": clock.today().isoformat()})
    assert response.status_code == 409
    assert f"Bereits verliehen: {issued.award.number}." in response.text
    assert Zertifikat.objects.count() == 1


# --- detail and Urkunde --------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["office", "director", "editor", "reader", "auditor"])
def test_everybody_inside_reads_the_page_and_loads_the_stored_bytes(client, issued, role):
    client.force_login(getattr(cast_of(issued.award.cycle), role))

    response = client.get(address("zertifikat_detail", issued.pk))
    file = client.get(address("zertifikat_urkunde", issued.pk))

    assert issued.sha256 in response.text
    assert issued.get_absolute_url() in response.text
    assert ("Entziehen" in response.text) == (role == "director")
    assert hashlib.sha256(file.content).hexdigest() == issued.sha256
    assert file["Content-Type"] == "application/pdf"
    expected = f'attachment; filename="Urkunde {issued.award.number}.pdf"'
    assert file["Content-Disposition"] == expected


@pytest.mark.parametrize("name", ["zertifikat_detail", "zertifikat_urkunde", "zertifikat_withdraw"])
def test_strangers_and_assessors_find_no_certificate(client, issued, name):
    cast = cast_of(issued.award.cycle)

    for user in (cast.stranger, cast.assessors[0]):
        client.force_login(user)
        assert client.get(address(name, issued.pk)).status_code == 404


def test_the_page_needs_few_queries(client, issued):
    client.force_login(cast_of(issued.award.cycle).editor)

    assert questions(client, address("zertifikat_detail", issued.pk)) <= 10


# --- withdraw ------------------------------------------------------------------------------------


def test_withdrawing_needs_the_number_typed_and_a_reason(client, issued):
    client.force_login(cast_of(issued.award.cycle).director)
    url = address("zertifikat_withdraw", issued.pk)

    response = client.post(url, {"reason": "Auf eigenen Wunsch.", "number": "FGK-1"})

    assert response.status_code == 422
    assert "Das ist nicht die Nummer dieser Urkunde." in response.text
    assert "Auf eigenen Wunsch." in response.text
    assert client.post(url, {"reason": " ", "number": issued.award.number}).status_code == 422
    assert Award.objects.get().state_on is None


def test_withdrawing_works_once(client, issued):
    client.force_login(cast_of(issued.award.cycle).director)
    url = address("zertifikat_withdraw", issued.pk)
    number = issued.award.number.lower()
    typed = {"reason": "Auf eigenen Wunsch.", "number": number, "checked": "1"}

    assert client.get(url).status_code == 200
    assert client.post(url, typed)["Location"] == address("zertifikat_detail", issued.pk)
    response = client.post(url, typed)

    assert response.status_code == 409
    assert "Bereits entzogen" in response.text


def test_withdrawing_is_refused_to_everybody_but_the_director(client, issued):
    client.force_login(cast_of(issued.award.cycle).office)

    assert client.get(address("zertifikat_withdraw", issued.pk)).status_code == 403


# --- the list ------------------------------------------------------------------------------------


def test_the_list_is_for_the_people_of_a_traeger_and_shows_only_their_own(client, issued):
    other = a_zertifikat(version=a_version())  # of another Träger
    cast = cast_of(issued.award.cycle)

    client.force_login(cast.office)
    response = client.get(address("certificate_list"))
    assert str(issued.award.cycle) in response.text
    assert str(other.award.cycle) not in response.text

    client.force_login(cast.signatory)
    response = client.get(address("certificate_list"))
    assert response.status_code == 403
    assert "Das ist Aufgabe der Geschäftsstelle." in response.text


def test_the_list_is_narrowed_by_what_they_are_worth_and_by_name_or_number(client):
    version = a_version()
    past = TODAY.replace(year=2010)
    with clock.stopped_at(past):
        old = a_zertifikat(version=version, name="Übach")
    new = a_zertifikat(version=version, name="Neunkirchen")
    cast = cast_of(new.award.cycle)
    gone = a_zertifikat(version=version, name="Gera")
    awards.withdraw(awarded=gone.award, reason="Wunsch.", by=cast.director)
    client.force_login(cast.office)

    def names(**query):
        shown = client.get(address("certificate_list"), query).text
        return [one.award.cycle.title for one in (old, new, gone) if str(one.award.cycle) in shown]

    assert names() == ["Übach", "Neunkirchen", "Gera"]
    assert names(stand="valid") == ["Neunkirchen"]
    assert names(stand="expired") == ["Übach"]
    assert names(stand="withdrawn") == ["Gera"]
    assert names(stand="ahead") == []
    assert names(stand="x") == ["Übach", "Neunkirchen", "Gera"]
    assert names(q="ubach") == ["Übach"]
    assert names(q="FGK-2010") == ["Übach"]
    assert "Keine Urkunde passt" in client.get(address("certificate_list"), {"q": "nein"}).text


def test_the_list_needs_as_many_queries_for_three_as_for_one(client):
    version = a_version()
    first = a_row(version)
    client.force_login(cast_of(first.award.cycle).office)

    one = questions(client, address("certificate_list"))
    for _ in range(2):
        a_row(version)

    assert questions(client, address("certificate_list")) == one
    assert one <= 8


def test_the_list_has_pages_of_twenty(client):
    version = a_version()
    cycles = [a_row(version).award.cycle for _ in range(21)]
    client.force_login(cast_of(cycles[0]).office)

    first = client.get(address("certificate_list"), {"q": "FGK"})

    assert "Seite 1 von 2" in first.text
    assert "?q=FGK&amp;page=2" in first.text
    assert str(cycles[0]) not in first.text
    assert str(cycles[0]) in client.get(address("certificate_list"), {"page": 2}).text


# --- the public check ----------------------------------------------------------------------------


def test_everybody_can_check_a_certificate_without_a_login(client, issued):
    response = client.get(issued.get_absolute_url())

    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.text
    for fact in (issued.award.number, issued.award.title, str(issued.award.cycle.owner)):
        assert fact in response.text
    assert f"gilt bis zum {issued.award.valid_to:%d.%m.%Y}" in response.text


def test_the_check_needs_one_query(client, issued):
    assert questions(client, issued.get_absolute_url()) == 1


def test_the_check_says_in_a_word_what_it_is_worth(client):
    with clock.stopped_at(TODAY):
        issued = a_zertifikat()

    def answer(day):
        with clock.stopped_at(day):
            return client.get(issued.get_absolute_url()).text

    assert '<span class="kern-label">Noch nicht gültig</span>' in answer(
        TODAY - dt.timedelta(days=1)
    )
    assert '<span class="kern-label">Gültig</span>' in answer(TODAY)
    assert '<span class="kern-label">Abgelaufen</span>' in answer(TODAY.replace(year=2029))
    with clock.stopped_at(TODAY):
        awards.withdraw(
            awarded=issued.award, reason="Vertraulich.", by=cast_of(issued.award.cycle).director
        )
    withdrawn = answer(TODAY)
    assert '<span class="kern-label">Entzogen</span>' in withdrawn
    assert "am 04.05.2026 entzogen" in withdrawn
    assert "Vertraulich" not in withdrawn


@pytest.mark.parametrize("name", ["zertifikat_check", "zertifikat_compare"])
def test_a_token_that_does_not_exist_is_not_found(client, name):
    method = client.get if name == "zertifikat_check" else client.post

    assert method(address(name, "gibt-es-nicht")).status_code == 404


@pytest.mark.parametrize(
    ("spoiled", "sentence"),
    [(b"", "Die Datei ist genau die Urkunde"), (b" ", "Die Datei ist nicht die Urkunde")],
)
def test_a_file_is_compared_with_what_was_issued(client, issued, spoiled, sentence):
    file = SimpleUploadedFile("urkunde.pdf", bytes(issued.urkunde) + spoiled)

    response = client.post(address("zertifikat_compare", issued.token), {"file": file})

    assert response.status_code == 200
    assert sentence in response.text


def test_comparing_without_a_file_is_422_and_with_a_huge_one_413(client, issued, settings):
    url = address("zertifikat_compare", issued.token)
    assert client.post(url).status_code == 422

    settings.UPLOAD_MAX_BYTES = 10
    response = client.post(url, {"file": SimpleUploadedFile("urkunde.pdf", b"x" * 11)})

    assert response.status_code == 413
    assert "Die Datei ist zu groß" in response.text


# --- methods -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("post", "certificate_list"),
        ("put", "zertifikat_issue"),
        ("post", "zertifikat_preview"),
        ("post", "zertifikat_detail"),
        ("post", "zertifikat_urkunde"),
        ("put", "zertifikat_withdraw"),
        ("post", "zertifikat_check"),
        ("get", "zertifikat_compare"),
    ],
)
def test_other_methods_are_refused(client, issued, method, name):
    client.force_login(cast_of(issued.award.cycle).director)
    arguments = {
        "certificate_list": [],
        "zertifikat_issue": [issued.award.cycle_id],
        "zertifikat_preview": [issued.award.cycle_id],
        "zertifikat_check": [issued.token],
        "zertifikat_compare": [issued.token],
    }.get(name, [issued.pk])

    assert getattr(client, method)(address(name, *arguments)).status_code == 405


# --- ruhend, ersetzt, dauerhaft ------------------------------------------------------------------


def test_the_director_lets_it_rest_and_the_public_page_says_since_when_but_not_why(client, issued):
    director = issued.issued_by
    client.force_login(director)
    assert "Ruhen lassen" in client.get(address("zertifikat_detail", issued.pk)).text

    empty = client.post(address("zertifikat_suspend", issued.pk), {"reason": ""})
    done = client.post(address("zertifikat_suspend", issued.pk), {"reason": "Kein Workshop."})

    assert (empty.status_code, done.status_code) == (422, 302)
    client.logout()
    text = client.get(issued.get_absolute_url()).text
    assert f"ruht seit dem {clock.today():%d.%m.%Y}" in text
    assert "Kein Workshop." not in text


def test_what_rests_is_found_in_the_list_and_holds_again_by_a_button(client, issued):
    client.force_login(issued.issued_by)
    client.post(address("zertifikat_suspend", issued.pk), {"reason": "Kein Workshop."})
    resting = client.get(address("certificate_list"), {"stand": "suspended"}).text
    detail = client.get(address("zertifikat_detail", issued.pk)).text

    client.post(address("zertifikat_resume", issued.pk))

    assert str(issued) in resting
    assert "Kein Workshop." in detail
    assert "Wieder gelten lassen" in detail
    assert str(issued) in client.get(address("certificate_list"), {"stand": "valid"}).text


def test_letting_it_rest_is_for_the_director_and_only_while_it_holds(client, issued):
    cast = cast_of(issued.award.cycle)
    for user, status in ((cast.office, 403), (cast.editor, 403), (cast.stranger, 404)):
        client.force_login(user)
        for name in ("zertifikat_suspend", "zertifikat_resume"):
            answer = client.post(address(name, issued.pk), {"reason": "Ruht."})
            assert answer.status_code == status

    client.force_login(cast.director)
    assert client.post(address("zertifikat_resume", issued.pk)).status_code == 409
    assert client.get(address("zertifikat_resume", issued.pk)).status_code == 405


def test_a_later_award_replaces_it_from_its_first_day_on():
    issued = a_zertifikat()
    first = clock.today() + dt.timedelta(days=30)
    turned(issued.award, "replaced", "Durch die nächste Verleihung.", first)

    for days, validity in ((0, "valid"), (29, "valid"), (30, "replaced")):
        day = clock.today() + dt.timedelta(days=days)
        assert issued.validity_on(day) == validity
        assert list(Zertifikat.objects.with_validity(validity, day)) == [issued]


def test_one_without_an_end_says_so_everywhere(client):
    owner = a_cycle().owner
    version = a_version(1, owner=owner, code="FGK-DAUER")
    cycle = a_cycle(at="zertifizierung", version=version)
    director = cast_of(cycle).director
    client.force_login(director)

    check = client.get(address("zertifikat_issue", cycle.pk)).text
    issued = zertifikate.issue(cycle=cycle, valid_from=clock.today(), by=director)

    assert "ohne Ende, gilt dauerhaft" in check
    assert f"dauerhaft ab {clock.today():%d.%m.%Y}" in (
        client.get(address("zertifikat_detail", issued.pk)).text
    )
    assert (
        '<td data-label="Gültig bis">dauerhaft</td>' in client.get(address("certificate_list")).text
    )
    assert "Sie gilt dauerhaft" in client.get(issued.get_absolute_url()).text
    assert "None" not in client.get(issued.get_absolute_url()).text
    urkunde = pypdf.PdfReader(io.BytesIO(bytes(issued.urkunde))).pages[0].extract_text()
    assert "Gilt dauerhaft ab dem" in urkunde


def test_a_file_that_differs_stands_below_no_green_answer(client, issued):
    file = SimpleUploadedFile("urkunde.pdf", bytes(issued.urkunde) + b" ")

    page = client.post(address("zertifikat_compare", issued.token), {"file": file}).text

    assert "certificate-answer--unlike" in page
    assert "certificate-answer--valid" not in page
    assert "echt." not in page
    assert page.index("ist nicht die Urkunde") < page.index("certificate-answer--unlike")


def test_a_page_that_sees_no_paper_calls_none_real(client, issued):
    page = client.get(issued.get_absolute_url()).text

    assert "Unter dieser Nummer wurde eine Urkunde ausgestellt." in page
    assert "ist echt" not in page.replace("Ob eine Datei echt", "")


def test_an_unknown_address_has_a_sentence_of_its_own(client):
    for token in ("x" * 22, "%00"):
        response = client.get(f"/zertifikate/pruefen/{token}/")

        assert response.status_code == 404
        assert "Zu dieser Adresse gibt es keine Urkunde" in response.text
