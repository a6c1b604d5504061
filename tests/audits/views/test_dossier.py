import datetime as dt
import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from auditportal import clock
from audits.models import BerufungFunction, CycleDocument, FassungPdf
from tests.audits.counting import questions
from tests.audits.judging import judged, signed_off, submitted
from tests.factories.audits import a_cycle, a_goal, a_measure, appointed, cast_of

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _in_november():
    with clock.stopped_at(DAY):
        yield


def a_document(cycle, by, title="Konzept", filename="Konzept.pdf", data=b"%PDF-1.7 Inhalt"):
    return CycleDocument.objects.create(
        cycle=cycle,
        title=title,
        file=ContentFile(data, name=filename),
        filename=filename,
        content_type="application/pdf",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=by,
        uploaded_at=clock.now(),
    )


@pytest.fixture
def cycle():
    return a_cycle("einreichung")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def document(cycle, cast):
    return a_document(cycle, cast.editor)


@pytest.fixture
def begutachtung(cycle, cast, document):
    return submitted(cycle, cast)


@pytest.fixture
def assessor(client, cast):
    """Somebody who has declared to be unbiased, logged in."""
    client.force_login(cast.assessors[0])
    return cast.assessors[0]


def page_url(begutachtung):
    return reverse("audits:dossier_detail", args=[begutachtung.pk])


def zip_url(begutachtung):
    return reverse("audits:dossier_zip", args=[begutachtung.pk])


def file_url(begutachtung, document):
    return reverse("audits:dossier_document", args=[begutachtung.pk, document.pk])


def status(client, url) -> int:
    """Read to the end, as a browser does, so that the file behind it is closed."""
    answer = client.get(url)
    if answer.streaming:
        answer.getvalue()
    return answer.status_code


def unpacked(answer) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


# --- the page -----------------------------------------------------------------------------------


def test_an_assessor_reads_what_was_sealed(client, cycle, begutachtung, assessor, cast, document):
    page = client.get(page_url(begutachtung))

    assert page.status_code == 200
    measure = cycle.goals.first().measures.first()
    for text in (
        begutachtung.dossier.sha256,
        cycle.goals.first().title,
        measure.title,
        measure.responsible,
        f"{measure.ends_on:%d.%m.%Y}",
        cast.auditor.name,
        document.filename,
        document.sha256,
        cycle.words["agreement"],
        "beschlossen",
    ):
        assert text in page.text
    assert file_url(begutachtung, document) in page.text


def test_the_page_shows_what_was_sealed_whatever_became_of_it(
    client, cycle, begutachtung, assessor
):
    sealed = cycle.goals.first().title
    cycle.goals.update(title="Heimlich geändert")
    cycle.title = "Anderer Name"
    cycle.save()

    page = client.get(page_url(begutachtung))

    assert sealed in page.text
    assert "Heimlich geändert" not in page.text


def test_an_erased_name_leaves_the_sealed_text_and_its_hash_intact(
    client, begutachtung, assessor, cast
):
    begutachtung.dossier.persons.update(name="")

    page = client.get(page_url(begutachtung))

    assert page.status_code == 200
    assert cast.auditor.name not in page.text
    assert "Name gelöscht" in page.text


@pytest.mark.parametrize("name", ["office", "editor", "reader", "auditor"])
def test_insiders_read_it_too(client, begutachtung, cast, name):
    client.force_login(getattr(cast, name))

    assert status(client, page_url(begutachtung)) == 200
    assert status(client, zip_url(begutachtung)) == 200


def test_a_stranger_finds_none_of_it(client, begutachtung, cast, document):
    client.force_login(cast.stranger)

    for url in (page_url(begutachtung), zip_url(begutachtung), file_url(begutachtung, document)):
        assert client.get(url).status_code == 404


def test_before_the_declaration_all_of_it_is_closed(client, begutachtung, cast, document):
    user = appointed(begutachtung.cycle, BerufungFunction.ASSESSOR, declared=False, by=cast.office)
    berufung = begutachtung.cycle.berufungen.get(user=user)
    client.force_login(user)

    for url in (page_url(begutachtung), zip_url(begutachtung), file_url(begutachtung, document)):
        page = client.get(url)
        assert page.status_code == 403
        assert "Erklären Sie zuerst, dass Sie nicht befangen sind." in page.text
        assert reverse("audits:berufung_declare", args=[berufung.pk]) in page.text


def test_after_the_window_all_of_it_is_closed(client, begutachtung, cast, document, assessor):
    signed_off(judged(begutachtung, cast), "positive", cast.office)
    urls = (page_url(begutachtung), zip_url(begutachtung), file_url(begutachtung, document))

    with clock.stopped_at(DAY + dt.timedelta(days=15)):
        on_the_last_day = [status(client, url) for url in urls]
    with clock.stopped_at(DAY + dt.timedelta(days=16)):
        afterwards = [status(client, url) for url in urls]

    assert (on_the_last_day, afterwards) == ([200] * 3, [403] * 3)


def test_the_page_asks_as_much_for_one_goal_as_for_many(client, cycle, cast, document, assessor):
    few = questions(client, page_url(submitted(cycle, cast)))
    other = a_cycle("einreichung")
    for _ in range(3):
        a_measure(a_goal(other))
        a_document(other, cast.editor)
    people = cast_of(other)
    client.force_login(people.assessors[0])

    many = questions(client, page_url(submitted(other, people)))

    assert (many, many <= 10) == (few, True)


def test_all_of_it_is_only_read(client, begutachtung, document, assessor):
    for url in (page_url(begutachtung), zip_url(begutachtung), file_url(begutachtung, document)):
        assert client.post(url).status_code == 405


# --- the ZIP ------------------------------------------------------------------------------------


def test_the_zip_holds_every_part_as_it_was_sealed(client, cycle, begutachtung, assessor):
    answer = client.get(zip_url(begutachtung))

    parts = unpacked(answer)
    assert list(parts) == [
        "dossier.json",
        "agreement.json",
        "dokumente/01-Konzept.pdf",
        "pruefsummen.txt",
    ]
    assert parts["dossier.json"].decode() == begutachtung.dossier.content
    assert parts["agreement.json"].decode() == cycle.fassungen.get(kind="agreement").content
    assert parts["dokumente/01-Konzept.pdf"] == b"%PDF-1.7 Inhalt"
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"


def test_every_sum_of_the_zip_can_be_checked_by_anybody(client, begutachtung, assessor):
    parts = unpacked(client.get(zip_url(begutachtung)))

    lines = parts.pop("pruefsummen.txt").decode().splitlines()
    assert lines == [f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in parts.items()]
    assert lines[0].split()[0] == begutachtung.dossier.sha256


def test_a_rendered_agreement_comes_along_as_pdf(client, cycle, begutachtung, assessor):
    data = b"%PDF-1.7 die Fassung"
    FassungPdf.objects.create(
        fassung=cycle.fassungen.get(kind="agreement"),
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        rendered_at=clock.now(),
    )

    assert unpacked(client.get(zip_url(begutachtung)))["agreement.pdf"] == data


def test_two_files_of_the_same_name_both_come_along(client, cycle, cast, document, assessor):
    a_document(cycle, cast.editor, data=b"%PDF-1.7 ein anderes")

    parts = unpacked(client.get(zip_url(submitted(cycle, cast))))

    assert parts["dokumente/01-Konzept.pdf"] == b"%PDF-1.7 Inhalt"
    assert parts["dokumente/02-Konzept.pdf"] == b"%PDF-1.7 ein anderes"


def test_the_same_dossier_is_the_same_zip(client, begutachtung, assessor):
    first = client.get(zip_url(begutachtung)).getvalue()
    with clock.stopped_at(DAY + dt.timedelta(days=3)):
        second = client.get(zip_url(begutachtung)).getvalue()

    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()


def test_a_file_that_changed_on_the_disk_is_never_handed_out(
    client, begutachtung, document, assessor
):
    with document.file.storage.open(document.file.name, "wb") as file:
        file.write(b"%PDF-1.7 gefaelscht")

    for url in (zip_url(begutachtung), file_url(begutachtung, document)):
        page = client.get(url)
        assert page.status_code == 409
        assert "stimmt nicht mehr mit der versiegelten Prüfsumme überein" in page.text


def test_a_file_that_is_gone_from_the_disk_is_named(client, begutachtung, document, assessor):
    document.file.storage.delete(document.file.name)

    for url in (zip_url(begutachtung), file_url(begutachtung, document)):
        page = client.get(url)
        assert page.status_code == 409
        assert "Konzept.pdf" in page.text


# --- single files -------------------------------------------------------------------------------


def test_a_sealed_file_is_handed_out_as_a_file(client, begutachtung, document, assessor):
    answer = client.get(file_url(begutachtung, document))

    assert answer.getvalue() == b"%PDF-1.7 Inhalt"
    assert answer["Content-Disposition"] == 'attachment; filename="Konzept.pdf"'
    assert answer["Content-Type"] == "application/pdf"


def test_an_older_version_stays_readable_when_a_newer_one_replaced_it(
    client, cycle, begutachtung, document, assessor, cast
):
    newer = a_document(cycle, cast.editor, data=b"%PDF-1.7 neu")
    newer.replaces = document
    newer.save()

    assert client.get(file_url(begutachtung, document)).getvalue() == b"%PDF-1.7 Inhalt"
    assert client.get(file_url(begutachtung, newer)).status_code == 404


def test_a_file_that_the_dossier_does_not_list_is_not_there(
    client, cycle, begutachtung, assessor, cast
):
    later = a_document(cycle, cast.editor, title="Später")
    foreign = a_document(a_cycle("einreichung"), cast.editor)

    for document in (later, foreign):
        assert client.get(file_url(begutachtung, document)).status_code == 404


def test_the_sealed_text_lists_its_documents_with_their_hashes(begutachtung, document):
    listed = json.loads(begutachtung.dossier.content)["documents"]

    assert [(one["id"], one["sha256"]) for one in listed] == [(document.pk, document.sha256)]
