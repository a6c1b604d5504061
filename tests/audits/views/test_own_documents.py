"""Each side has papers that the other does not see."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from auditportal.documents import examine
from auditportal.models import Role
from auditportal.verdict import NotYet
from audits.actions import document as documents
from audits.models import CycleDocument, FassungKind
from audits.papers import freezing
from tests.audits.settled import assert_settled
from tests.audits.uploads import a_pdf
from tests.factories.audits import a_cycle, a_version, cast_of, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return a_cycle("einreichung", a_version(1, code="GWQ"))


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def town(cycle):
    return member_of(cycle.parties.get(side="kommune").organisation, Role.EDITOR)


def company(cycle):
    return cycle.parties.get(side="unternehmen").organisation


def kept(cycle, by, text="Mieten"):
    upload = examine(a_pdf("Mieterliste.pdf", text))
    about = {"cycle": cycle, "code": "", "title": "Mieterliste", "upload": upload}
    return documents.add(owner=company(cycle), by=by, **about)


def addresses(document):
    return [
        reverse(f"audits:document_{name}", args=[document.pk])
        for name in ("detail", "download", "replace")
    ]


def test_the_other_side_does_not_know_of_it(client, cycle, cast, town):
    document = kept(cycle, cast.editor)
    client.force_login(town)

    assert [client.get(url).status_code for url in addresses(document)] == [404] * 3
    for name in ("document_list", "cycle_history", "cycle_detail"):
        assert "Mieterliste" not in client.get(reverse(f"audits:{name}", args=[cycle.pk])).text


@pytest.mark.parametrize("name", ["editor", "reader", "auditor", "office"])
def test_its_own_people_the_companion_and_the_traeger_see_it(client, cycle, cast, name):
    document = kept(cycle, cast.editor)
    client.force_login(getattr(cast, name))

    page, file, _ = (client.get(url) for url in addresses(document))

    assert file.getvalue().startswith(b"%PDF")
    assert (page.status_code, file.status_code) == (200, 200)
    assert f"{company(cycle)}, die Begleitung und den Träger" in page.text
    assert "Nur für" in client.get(reverse("audits:document_list", args=[cycle.pk])).text


def test_the_dossier_is_sealed_without_it(cycle, cast):
    kept(cycle, cast.editor)
    fassung = cycle.fassungen.get(kind=FassungKind.AGREEMENT)

    sealed = freezing.dossier(cycle, fassung, [])

    assert "Mieterliste" not in json.dumps(sealed, ensure_ascii=False)


def test_the_form_offers_to_keep_it_where_several_take_part(client, cycle, cast):
    client.force_login(cast.editor)
    url = reverse("audits:document_add_free", args=[cycle.pk])
    assert f"Nur wir ({company(cycle)})" in client.get(url).text

    client.post(url, {"title": "Mieterliste", "file": a_pdf(), "owner": company(cycle).pk})

    assert CycleDocument.objects.get().owner == company(cycle)
    assert cycle.events.first().text == f"Hochgeladen: ein Dokument nur für {company(cycle)}."


def test_the_form_does_not_ask_where_one_takes_part_alone(client):
    alone = a_cycle("bestandsaufnahme")
    client.force_login(cast_of(alone).editor)

    shown = client.get(reverse("audits:document_add_free", args=[alone.pk])).text

    assert "Wer sieht das Dokument?" not in shown


def test_nobody_keeps_a_paper_for_the_other_side(client, cycle, cast, town):
    for by in (town, cast.office, cast.auditor):
        with pytest.raises(PermissionDenied, match="Das bearbeitet nur"):
            kept(cycle, by)
    client.force_login(town)
    url = reverse("audits:document_add_free", args=[cycle.pk])
    given = {"title": "x", "file": a_pdf(), "owner": company(cycle).pk}

    assert client.post(url, given).status_code == 422
    assert not CycleDocument.objects.exists()


def test_a_newer_version_is_kept_as_well_and_only_by_its_own(cycle, cast):
    older = kept(cycle, cast.editor)
    newer = {"title": "Mieterliste", "upload": examine(a_pdf(text="neu"))}

    with pytest.raises(PermissionDenied):
        documents.replace(document=older, by=cast.office, **newer)
    replaced = documents.replace(document=older, by=cast.editor, **newer)

    assert replaced.owner == older.owner
    assert_settled()


def test_both_sides_may_keep_the_same_file_without_hearing_of_each_other(cycle, cast, town):
    kept(cycle, cast.editor)
    about = {"cycle": cycle, "code": "", "title": "Mieterliste"}
    upload = examine(a_pdf("Mieterliste.pdf", "Mieten"))

    common = documents.add(upload=upload, by=town, **about)

    assert common.owner is None


def test_what_a_phase_asks_for_is_for_all():
    cycle = a_cycle("kooperation", a_version(1, code="GWQ"))
    editor = cast_of(cycle).editor
    about = {"code": "kooperation", "title": "Vereinbarung", "upload": examine(a_pdf())}

    with pytest.raises(NotYet, match="für alle Beteiligten"):
        documents.add(cycle=cycle, owner=company(cycle), by=editor, **about)
