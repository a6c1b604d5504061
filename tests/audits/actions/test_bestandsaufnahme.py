import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from auditportal import clock
from auditportal.verdict import NotYet, Overtaken
from audits.actions import bestandsaufnahme as surveys
from audits.gates.bestandsaufnahme import progress
from audits.models import Answer, CycleEvent, Finding, Freigabe
from tests.factories.audits import a_cycle, a_version, cast_of

pytestmark = pytest.mark.django_db
UNTIL = [
    "erstkontakt",
    "teilnahmebeschluss",
    "kooperationsvereinbarung",
    "bestandsaufnahme",
]
AFTER = [
    "strategieworkshop",
    "beteiligungskonzept",
    "beteiligungsphase",
    "zielvereinbarungsworkshop",
    "ausarbeitung",
    "beschluss",
    "einreichung",
    "begutachtung",
    "zertifizierung",
    "umsetzung",
]


@pytest.fixture
def cycle():
    return a_cycle("bestandsaufnahme")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def feld(cycle):
    return cycle.version.handlungsfelder.get(code="hf3")


def answer(cycle, frage, by, text="Gut.", version=0):
    return surveys.save_answer(cycle=cycle, leitfrage=frage, text=text, version=version, by=by)


def find(cycle, feld, by, strengths="Viel", challenges="Wenig", version=0):
    texts = {"strengths": strengths, "challenges": challenges}
    return surveys.save_finding(cycle=cycle, handlungsfeld=feld, version=version, by=by, **texts)


def complete(cycle, by):
    for frage in (one for feld in cycle.felder for one in feld.leitfragen.all()):
        answer(cycle, frage, by)
    for feld in cycle.felder:
        find(cycle, feld, by)


@pytest.mark.parametrize("phase", UNTIL + AFTER)
def test_texts_are_written_until_the_phase_that_asks_for_them_is_left(phase):
    cycle = a_cycle(phase)
    editor = cast_of(cycle).editor

    assert bool(surveys.can_save_answer(editor, cycle)) is (phase in UNTIL)


def test_the_participants_their_companion_and_the_traeger_write(cycle, cast):
    for user in (cast.editor, cast.signatory, cast.auditor, cast.office):
        assert surveys.can_save_answer(user, cycle)
    for user in (cast.reader, cast.stranger, cast.assessors[0]):
        assert not surveys.can_save_answer(user, cycle).who


def test_only_the_companion_releases(cycle, cast):
    complete(cycle, cast.editor)

    for user in (cast.editor, cast.signatory, cast.office, cast.reader, cast.assessors[0]):
        with pytest.raises(PermissionDenied):
            surveys.release(cycle=cycle, by=user)
    surveys.release(cycle=cycle, by=cast.auditor)

    assert Freigabe.objects.get(cycle=cycle).released_by == cast.auditor


@pytest.mark.parametrize("phase", [*UNTIL[:-1], *AFTER])
def test_the_release_belongs_to_its_phase(phase):
    cycle = a_cycle(phase)

    with pytest.raises(NotYet, match="In der jetzigen Phase nicht vorgesehen"):
        surveys.release(cycle=cycle, by=cast_of(cycle).auditor)


def test_a_release_is_given_once_and_ends_the_writing(cycle, cast, feld):
    complete(cycle, cast.editor)
    surveys.release(cycle=cycle, by=cast.auditor)

    for write in (
        lambda: surveys.release(cycle=cycle, by=cast.auditor),
        lambda: answer(cycle, feld.leitfragen.first(), cast.editor, version=1),
        lambda: find(cycle, feld, cast.editor, version=1),
    ):
        with pytest.raises(NotYet, match="bleiben, wie sie sind"):
            write()
    with pytest.raises(IntegrityError, match="freigabe_once"), transaction.atomic():
        Freigabe.objects.create(
            cycle=cycle,
            subject="bestandsaufnahme",
            released_at=clock.now(),
            released_by=cast.auditor,
        )


def test_a_text_is_saved_only_over_the_version_that_was_read(cycle, cast, feld):
    frage = feld.leitfragen.first()
    answer(cycle, frage, cast.editor, "Eins")
    find(cycle, feld, cast.editor, "Eins")

    for write in (answer, find):
        about = frage if write is answer else feld
        with pytest.raises(Overtaken) as overtaken:
            write(cycle, about, cast.office, "Zwei")
        assert overtaken.value.theirs.saved_by == cast.editor

    assert Answer.objects.get().text == "Eins"
    assert Finding.objects.get().strengths == "Eins"


def test_texts_of_another_version_are_refused(cycle, cast):
    foreign = a_version(1).handlungsfelder.first()

    with pytest.raises(NotYet, match="gehört nicht zu diesem Durchlauf"):
        answer(cycle, foreign.leitfragen.first(), cast.editor)
    with pytest.raises(NotYet, match="gehört nicht zu diesem Durchlauf"):
        find(cycle, foreign, cast.editor)


def test_progress_counts_only_what_is_written(cycle, cast, feld):
    first, second, third = feld.leitfragen.order_by("position")
    answer(cycle, first, cast.editor)
    answer(cycle, second, cast.editor, "")
    answer(a_cycle("bestandsaufnahme", cycle.version), third, cast.office)
    find(cycle, feld, cast.editor, challenges="")

    counted = next(one for one in progress(cycle) if one.code == feld.code)

    assert (counted.asked, counted.answered) == (3, 1)
    assert (counted.has_strengths, counted.has_challenges) == (True, False)


def test_a_handlungsfeld_is_done_when_its_last_text_is_there(cycle, cast, feld):
    for frage in feld.leitfragen.all():
        answer(cycle, frage, cast.editor)
    waiting = set(cycle.tasks.values_list("subject", flat=True))
    find(cycle, feld, cast.editor)

    assert waiting - set(cycle.tasks.values_list("subject", flat=True)) == {feld.name}


def test_savings_of_one_sitting_are_one_line_of_the_history(cycle, cast, feld):
    frage = feld.leitfragen.first()
    for version, text in enumerate(["E", "Ein", "Ein Satz"]):
        answer(cycle, frage, cast.editor, text, version)

    lines = CycleEvent.objects.filter(cycle=cycle, kind="answer_saved")
    assert [line.text for line in lines] == [f"Bearbeitet: Bestandsaufnahme, {feld}."]
