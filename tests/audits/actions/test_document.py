import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from auditportal import clock
from auditportal.documents import examine
from auditportal.verdict import NotYet
from audits.actions import cycle as cycles
from audits.actions import document as documents
from audits.models import CycleDocument, Signature
from tests.audits.uploads import a_pdf
from tests.factories.audits import a_cycle, cast_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return a_cycle("kooperationsvereinbarung")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


def add(cycle, by, code="kooperation", title="Vereinbarung", text="eins"):
    upload = examine(a_pdf(f"{title}.pdf", text))
    return documents.add(cycle=cycle, code=code, title=title, upload=upload, by=by)


def sign(document, organisation, by, on=None):
    day = on or clock.today()
    return documents.sign(document=document, organisation=organisation, signed_on=day, by=by)


def texts(cycle):
    return list(cycle.events.values_list("text", flat=True))


def test_add_keeps_what_was_brought_and_by_whom(cycle, cast):
    document = add(cycle, cast.editor)

    kept = CycleDocument.objects.get()
    assert (kept.filename, kept.content_type) == ("Vereinbarung.pdf", "application/pdf")
    assert (kept.size, kept.sha256) == (document.size, examine(a_pdf(text="eins")).sha256)
    with kept.file.open() as file:
        assert file.read() == a_pdf(text="eins").read()
    assert kept.uploaded_by == cast.editor
    assert texts(cycle)[0] == "Hochgeladen: Vereinbarung."


def test_add_with_the_same_code_replaces_the_older(cycle, cast):
    first = add(cycle, cast.editor)
    second = add(cycle, cast.office, text="zwei")

    assert (second.replaces, second.code) == (first, "kooperation")
    assert list(cycle.documents.current()) == [second]
    assert texts(cycle)[0] == "Ersetzt: Vereinbarung."


def test_add_gives_papers_without_a_code_one_of_their_own(cycle, cast):
    codes = {add(cycle, cast.editor, code="", text=text).code for text in ("eins", "zwei")}

    assert len(codes) == 2
    assert "" not in codes


def test_replace_keeps_versions_of_a_free_paper_together(cycle, cast):
    first = add(cycle, cast.editor, code="")

    second = documents.replace(
        document=first, title="Neu", upload=examine(a_pdf(text="zwei")), by=cast.editor
    )

    assert (second.code, second.replaces) == (first.code, first)
    with pytest.raises(NotYet, match="Es gibt eine neuere Fassung"):
        documents.replace(
            document=first, title="Neu", upload=examine(a_pdf(text="drei")), by=cast.editor
        )


def test_what_does_not_fit_leaves_nothing_behind(cycle, cast):
    add(cycle, cast.editor)
    before = texts(cycle)

    for by, error in ((cast.editor, NotYet), (cast.reader, PermissionDenied)):
        with pytest.raises(error):
            add(cycle, by)

    assert (cycle.documents.count(), texts(cycle)) == (1, before)


@pytest.mark.parametrize("role", ["reader", "stranger"])
def test_add_is_for_those_who_work_inside(cycle, cast, role):
    with pytest.raises(PermissionDenied, match="Hier handelt"):
        add(cycle, getattr(cast, role))


def test_an_assessor_brings_nothing(cycle, cast):
    with pytest.raises(PermissionDenied, match="Hier handelt"):
        add(cycle, cast.assessors[0], code="")


def test_add_ends_with_the_cycle(cycle, cast):
    cycles.stop(cycle=cycle, reason="Abgesagt", by=cast.office)

    with pytest.raises(NotYet, match="beendet"):
        add(cycle, cast.editor, code="")


def test_a_paper_of_a_later_phase_may_come_early_and_none_of_an_earlier_comes_late():
    cycle = a_cycle("bestandsaufnahme")
    editor = cast_of(cycle).editor

    early = add(cycle, editor, "beteiligungskonzept")

    assert early.code == "beteiligungskonzept"
    with pytest.raises(NotYet, match="Die Phase „Kooperationsvereinbarung“ ist abgeschlossen"):
        add(cycle, editor, "kooperation")


def test_each_side_signs_once_and_both_open_the_gate(cycle, cast):
    document = add(cycle, cast.editor)
    own = cycle.parties.get().organisation

    sign(document, own, cast.editor, dt.date(2026, 5, 4))
    sign(document, cycle.owner, cast.office)

    assert texts(cycle)[1] == f"„Vereinbarung“ unterzeichnet: {own} am 04.05.2026."
    assert not cycle.tasks.exists()
    with pytest.raises(NotYet, match="schon eingetragen"):
        sign(document, own, cast.editor)


@pytest.mark.parametrize("role", ["office", "director", "editor", "signatory"])
def test_each_side_signs_for_itself_alone(cycle, cast, role):
    document, own = add(cycle, cast.editor), cycle.parties.get().organisation
    by = getattr(cast, role)
    of_traeger = role in ("office", "director")
    itself, other = (cycle.owner, own) if of_traeger else (own, cycle.owner)

    with pytest.raises(PermissionDenied, match=r"Das trägt ein|Hier handelt: Geschäftsstelle"):
        sign(document, other, by)
    sign(document, itself, by)

    assert [one.organisation for one in Signature.objects.all()] == [itself]


def test_sign_refuses_who_is_no_side_and_a_day_to_come(cycle, cast):
    document = add(cycle, cast.editor)
    other = cast.stranger.mitgliedschaften.get().organisation

    with pytest.raises(NotYet, match="unterzeichnet dieses Dokument nicht"):
        sign(document, other, cast.stranger)
    with pytest.raises(NotYet, match="in der Zukunft"):
        sign(document, cycle.owner, cast.office, clock.today() + dt.timedelta(days=1))
    with pytest.raises(PermissionDenied):
        sign(document, cycle.owner, cast.reader)
    assert not Signature.objects.exists()


def test_only_what_the_template_wants_signed_or_released_is(cycle, cast):
    paper, free = add(cycle, cast.editor), add(cycle, cast.editor, code="", text="zwei")

    with pytest.raises(NotYet, match="unterzeichnet dieses Dokument nicht"):
        sign(free, cycle.owner, cast.office)
    for document in (paper, free):
        with pytest.raises(NotYet, match="braucht keine Freigabe"):
            documents.release(document=document, by=cast.auditor)


def test_a_signed_paper_stays(cycle, cast):
    document = add(cycle, cast.editor)
    sign(document, cycle.owner, cast.office)

    with pytest.raises(NotYet, match="schon unterzeichnet"):
        add(cycle, cast.editor, text="zwei")


def test_release_is_the_companions_and_means_one_version():
    cycle = a_cycle("beteiligungskonzept")
    cast = cast_of(cycle)
    concept = add(cycle, cast.editor, "beteiligungskonzept", "Konzept")

    with pytest.raises(PermissionDenied, match="Hier handelt: Auditorin oder Auditor"):
        documents.release(document=concept, by=cast.office)
    freigabe = documents.release(document=concept, by=cast.auditor)

    assert (freigabe.document, freigabe.released_by) == (concept, cast.auditor)
    assert texts(cycle)[0] == "Freigegeben: Konzept."
    assert not cycle.tasks.exists()
    with pytest.raises(NotYet, match="schon freigegeben"):
        documents.release(document=concept, by=cast.auditor)
    add(cycle, cast.editor, "beteiligungskonzept", "Konzept", "zwei")
    assert cycle.tasks.get().text == "Die Freigabe fehlt: Beteiligungskonzept."


def test_the_database_itself_keeps_signatures_and_versions(cycle, cast):
    first = add(cycle, cast.editor)
    sign(first, cycle.owner, cast.office)
    signature = Signature.objects.filter(document=first)

    for change in (
        lambda: signature.update(signed_on=dt.date(2020, 1, 1)),
        lambda: signature.delete(),
        lambda: CycleDocument.objects.filter(pk=first.pk).update(replaces=first.pk),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_paper_of_another_cycle_replaces_nothing(cycle, cast):
    mine = add(cycle, cast.editor)
    other = a_cycle("kooperationsvereinbarung")
    theirs = add(other, cast_of(other).editor)

    assert theirs.replaces is None
    assert list(cycle.documents.current()) == [mine]
