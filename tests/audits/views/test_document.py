import datetime as dt
from urllib.parse import quote

import pytest
from django.urls import reverse

from auditportal import clock
from auditportal.documents import examine
from audits.actions import cycle as cycles
from audits.actions import document as documents
from audits.models import CycleDocument, Freigabe, Signature
from tests.audits.counting import questions
from tests.audits.uploads import a_disguised_program, a_pdf, a_program, too_large
from tests.factories.audits import a_cycle, cast_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return a_cycle("kooperationsvereinbarung")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def add_url(cycle):
    return reverse("audits:document_add", args=[cycle.open_run.pk, "kooperation"])


def a_document(cycle, by, code="kooperation", title="Vereinbarung", text="eins"):
    upload = examine(a_pdf(f"{title}.pdf", text))
    return documents.add(cycle=cycle, code=code, title=title, upload=upload, by=by)


def detail(document):
    return reverse("audits:document_detail", args=[document.pk])


def sign_url(document, organisation):
    return reverse("audits:document_sign", args=[document.pk, organisation.pk])


def test_the_paper_of_a_phase_comes_with_the_title_of_the_template(client, cycle, cast, add_url):
    client.force_login(cast.editor)

    shown = client.get(add_url)
    answer = client.post(add_url, {"title": "Vereinbarung", "file": a_pdf("Größe.pdf")})

    assert 'value="Kooperationsvereinbarung"' in shown.text
    document = CycleDocument.objects.get()
    assert (answer.status_code, answer.url) == (302, detail(document))
    assert (document.code, document.title) == ("kooperation", "Vereinbarung")
    assert (document.filename, document.uploaded_by) == ("Größe.pdf", cast.editor)
    assert not cycle.tasks.filter(text__contains="fehlt.").exists()


def test_any_other_paper_finds_its_place_too(client, cycle, cast):
    client.force_login(cast.auditor)
    url = reverse("audits:document_add_free", args=[cycle.pk])

    assert client.get(url).status_code == 200
    client.post(url, {"title": "Foto", "file": a_pdf()})
    client.post(url, {"title": "Foto", "file": a_pdf(text="ein anderes")})

    assert [one.replaces for one in cycle.documents.current()] == [None, None]
    assert len({one.code for one in cycle.documents.all()}) == 2


def test_a_newer_version_replaces_the_older_which_stays(client, cycle, cast):
    older = a_document(cycle, cast.editor)
    client.force_login(cast.editor)
    url = reverse("audits:document_replace", args=[older.pk])

    assert "Sie ersetzen „Vereinbarung“" in client.get(url).text
    answer = client.post(url, {"title": "Vereinbarung 2", "file": a_pdf("neu.pdf", "zwei")})

    newer = cycle.documents.current().get()
    assert (answer.url, newer.replaces, newer.code) == (detail(newer), older, "kooperation")
    assert "Zur neueren Fassung" in client.get(detail(older)).text
    assert "Vereinbarung.pdf" in client.get(detail(newer)).text
    assert client.post(url, {"title": "3", "file": a_pdf(text="drei")}).status_code == 409


def test_the_same_file_a_second_time_is_no_second_version(client, cycle, cast, add_url):
    client.force_login(cast.editor)
    client.post(add_url, {"title": "Vereinbarung", "file": a_pdf()})

    answer = client.post(add_url, {"title": "Vereinbarung", "file": a_pdf()})

    assert answer.status_code == 409
    assert "Genau diese Datei liegt schon vor: Vereinbarung." in answer.text
    assert cycle.documents.count() == 1


def test_a_paper_that_the_phase_does_not_ask_for_is_not_found(client, cycle, cast):
    client.force_login(cast.editor)
    url = reverse("audits:document_add", args=[cycle.open_run.pk, "konzept"])

    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (a_program, "Diese Art von Datei wird nicht angenommen."),
        (a_disguised_program, "Der Inhalt der Datei passt nicht zu ihrer Endung „.pdf“."),
        (lambda: "", "Bitte füllen Sie dieses Feld aus."),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_beside_the_field(
    client, cast, add_url, file, sentence
):
    client.force_login(cast.editor)

    answer = client.post(add_url, {"title": "Mein eigener Titel", "file": file()})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Mein eigener Titel"' in answer.text
    assert not CycleDocument.objects.exists()


def test_a_file_of_40_megabytes_is_too_large_and_the_title_is_kept(client, cast, add_url):
    client.force_login(cast.editor)

    answer = client.post(add_url, {"title": "Mein eigener Titel", "file": too_large()})

    assert answer.status_code == 413
    assert "Die Datei ist zu groß (40,1 MB). Erlaubt sind 20 MB." in answer.text
    assert 'value="Mein eigener Titel"' in answer.text
    assert not CycleDocument.objects.exists()


def test_strangers_and_assessors_find_nothing(client, cycle, cast, add_url):
    document = a_document(cycle, cast.editor)
    free = reverse("audits:document_add_free", args=[cycle.pk])
    urls = [
        add_url,
        free,
        detail(document),
        *(reverse(f"audits:document_{one}", args=[document.pk]) for one in ("download", "replace")),
        reverse("audits:document_list", args=[cycle.pk]),
    ]

    for user in (cast.stranger, cast.assessors[0]):
        client.force_login(user)
        assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 404)
        assert client.post(sign_url(document, cycle.owner)).status_code == 404
        release = reverse("audits:document_release", args=[document.pk])
        assert client.post(release).status_code == 404


def test_a_reader_reads_but_changes_nothing(client, cycle, cast, add_url):
    document = a_document(cycle, cast.editor)
    client.force_login(cast.reader)
    today = {"signed_on": clock.today(), "checked": "1"}

    assert client.get(detail(document)).status_code == 200
    assert "Der Tag der Unterschrift fehlt noch." in client.get(detail(document)).text
    for answer in (
        client.post(add_url, {"title": "Vereinbarung", "file": a_pdf(text="zwei")}),
        client.post(reverse("audits:document_add_free", args=[cycle.pk]), {"title": "x"}),
        client.post(reverse("audits:document_replace", args=[document.pk]), {"title": "x"}),
        client.post(sign_url(document, cycle.owner), today),
        client.post(reverse("audits:document_release", args=[document.pk])),
    ):
        assert answer.status_code == 403
        assert "Hier handelt: " in answer.text
    assert (cycle.documents.count(), Signature.objects.count()) == (1, 0)


def test_after_its_end_a_cycle_takes_no_paper(client, cycle, cast):
    cycles.stop(cycle=cycle, reason="Abgesagt", by=cast.office)
    client.force_login(cast.editor)

    answer = client.get(reverse("audits:document_add_free", args=[cycle.pk]))

    assert answer.status_code == 409
    assert "Dieser Durchlauf ist beendet." in answer.text


def test_what_a_phase_asked_for_stays_when_the_phase_is_left(client):
    cycle = a_cycle("bestandsaufnahme")
    run = cycle.runs.get(phase__code="kooperationsvereinbarung")
    client.force_login(cast_of(cycle).editor)

    answer = client.get(reverse("audits:document_add", args=[run.pk, "kooperation"]))

    assert answer.status_code == 409
    assert "ist abgeschlossen: Das Dokument bleibt, wie es ist." in answer.text


def test_the_days_of_both_signatures_open_the_gate(client, cycle, cast):
    document = a_document(cycle, cast.editor)
    own = cycle.parties.get().organisation
    day = clock.today() - dt.timedelta(days=3)

    for by, organisation in ((cast.editor, own), (cast.office, cycle.owner)):
        client.force_login(by)
        page = client.get(detail(document)).text
        assert f'aria-label="Unterschrift eintragen: {organisation}"' in page
        answer = client.post(sign_url(document, organisation), {"signed_on": day, "checked": "1"})
        assert (answer.status_code, answer.url) == (302, detail(document))

    assert set(Signature.objects.values_list("organisation", "signed_on")) == {
        (own.pk, day),
        (cycle.owner_id, day),
    }
    assert f"am {day:%d.%m.%Y}" in client.get(detail(document)).text
    assert not cycle.tasks.filter(text__contains="Unterschrift").exists()


def test_a_second_signature_of_one_side_is_refused(client, cycle, cast):
    document = a_document(cycle, cast.editor)
    client.force_login(cast.office)
    client.post(sign_url(document, cycle.owner), {"signed_on": clock.today(), "checked": "1"})

    yesterday = clock.today() - dt.timedelta(days=1)
    answer = client.post(sign_url(document, cycle.owner), {"signed_on": yesterday, "checked": "1"})

    assert answer.status_code == 409
    assert "Die Unterschrift ist schon eingetragen" in answer.text
    assert Signature.objects.get().signed_on == clock.today()


def test_who_does_not_sign_has_no_signature(client, cycle, cast):
    document = a_document(cycle, cast.editor)
    client.force_login(cast.office)
    other = cast.stranger.mitgliedschaften.get().organisation

    assert client.post(sign_url(document, other)).status_code == 404


@pytest.mark.parametrize("day", [clock.today() + dt.timedelta(days=1), "gestern", ""])
def test_a_day_of_signature_that_cannot_be_is_said_beside_its_field(client, cycle, cast, day):
    document = a_document(cycle, cast.editor)
    client.force_login(cast.office)

    answer = client.post(sign_url(document, cycle.owner), {"signed_on": day})

    assert answer.status_code == 422
    assert f'href="#unterschrift_{cycle.owner_id}_signed_on"' in answer.text
    assert f'value="{day}"' in answer.text or not day
    assert "<title>Fehler: " in answer.text
    assert not Signature.objects.exists()


def test_a_signed_paper_is_not_replaced(client, cycle, cast, add_url):
    document = a_document(cycle, cast.editor)
    documents.sign(
        document=document, organisation=cycle.owner, signed_on=clock.today(), by=cast.office
    )
    client.force_login(cast.editor)

    for url in (add_url, reverse("audits:document_replace", args=[document.pk])):
        answer = client.post(url, {"title": "x", "file": a_pdf(text="zwei")})
        assert answer.status_code == 409
        assert "schon unterzeichnet" in answer.text
    assert "Neue Fassung hochladen" not in client.get(detail(document)).text


def test_the_companion_releases_exactly_this_version(client):
    cycle = a_cycle("beteiligungskonzept")
    cast = cast_of(cycle)
    concept = a_document(cycle, cast.editor, "beteiligungskonzept", "Konzept")
    release = reverse("audits:document_release", args=[concept.pk])
    client.force_login(cast.auditor)

    before = client.get(detail(concept)).text
    answer = client.post(release)
    second = client.post(release)

    assert f'action="{release}"' in before
    assert (answer.status_code, answer.url) == (302, detail(concept))
    assert second.status_code == 409
    assert "„Konzept“ ist schon freigegeben." in second.text
    assert Freigabe.objects.get().document == concept
    assert f"von {cast.auditor}" in client.get(detail(concept)).text
    assert not cycle.tasks.exists()


def test_a_newer_version_wants_its_own_release(client):
    cycle = a_cycle("beteiligungskonzept")
    cast = cast_of(cycle)
    older = a_document(cycle, cast.editor, "beteiligungskonzept", "Konzept")
    documents.release(document=older, by=cast.auditor)
    newer = a_document(cycle, cast.editor, "beteiligungskonzept", "Konzept", text="zwei")
    client.force_login(cast.auditor)

    answer = client.post(reverse("audits:document_release", args=[older.pk]))

    assert answer.status_code == 409
    assert "Es gibt eine neuere Fassung" in answer.text
    assert [task.link for task in cycle.tasks.all()] == [detail(newer)]


def test_a_file_leaves_as_a_file_with_its_own_name(client, cycle, cast):
    document = a_document(cycle, cast.editor, title="Größe")
    client.force_login(cast.reader)

    answer = client.get(reverse("audits:document_download", args=[document.pk]))

    assert b"".join(answer.streaming_content) == a_pdf(text="eins").read()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('Größe.pdf')}"


def test_the_list_shows_the_newest_versions(client, cycle, cast):
    a_document(cycle, cast.editor, title="Alt")
    a_document(cycle, cast.editor, title="Neu", text="zwei")
    url = reverse("audits:document_list", args=[cycle.pk])
    client.force_login(cast.editor)

    text = client.get(url).text

    assert "Neu.pdf" in text
    assert "Alt.pdf" not in text
    assert reverse("audits:document_add_free", args=[cycle.pk]) in text
    client.force_login(cast.reader)
    assert reverse("audits:document_add_free", args=[cycle.pk]) not in client.get(url).text


def test_an_empty_list_says_so(client, cycle, cast):
    client.force_login(cast.reader)

    answer = client.get(reverse("audits:document_list", args=[cycle.pk]))

    assert "Noch ist kein Dokument hochgeladen." in answer.text


def test_the_list_costs_the_same_however_long(client, cycle, cast):
    url = reverse("audits:document_list", args=[cycle.pk])
    client.force_login(cast.editor)

    a_document(cycle, cast.editor, code="")
    one = questions(client, url)
    for user in (cast.office, cast.auditor, cast.editor):
        a_document(cycle, user, code="", text=str(user.pk))

    assert (questions(client, url), one <= 8) == (one, True)


@pytest.mark.parametrize("phase", ["kooperationsvereinbarung", "beteiligungskonzept"])
def test_a_paper_costs_the_same_however_many_versions(client, phase):
    cycle = a_cycle(phase)
    cast = cast_of(cycle)
    code = {"kooperationsvereinbarung": "kooperation"}.get(phase, phase)
    client.force_login(cast.editor)

    one = questions(client, detail(a_document(cycle, cast.editor, code)))
    a_document(cycle, cast.auditor, code, text="zwei")
    three = questions(client, detail(a_document(cycle, cast.office, code, text="drei")))

    assert (three, one <= 10) == (one, True)


@pytest.mark.parametrize("name", ["add", "add_free", "list", "detail", "download", "replace"])
def test_other_methods_are_refused(client, cycle, cast, add_url, name):
    document = a_document(cycle, cast.editor)
    pk = cycle.pk if name in ("add_free", "list") else document.pk
    url = add_url if name == "add" else reverse(f"audits:document_{name}", args=[pk])
    client.force_login(cast.editor)

    assert client.delete(url).status_code == 405


def test_signing_and_releasing_are_never_a_get(client, cycle, cast):
    document = a_document(cycle, cast.editor)
    client.force_login(cast.office)

    assert client.get(sign_url(document, cycle.owner)).status_code == 405
    assert client.get(reverse("audits:document_release", args=[document.pk])).status_code == 405
