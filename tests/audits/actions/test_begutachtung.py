import datetime as dt
import hashlib
import json
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction

from auditportal import clock
from auditportal.models import OrganisationKind, Role
from auditportal.verdict import NotYet, Overtaken
from audits import gates
from audits.actions import award as awards
from audits.actions import begutachtung as begutachtungen
from audits.actions import berufung as berufungen
from audits.actions import cycle as cycles
from audits.actions import fassung as fassungen
from audits.models import (
    AuditCycle,
    Begutachtung,
    BerufungFunction,
    CycleGrant,
    FassungKind,
    Judgement,
    Outcome,
    Votum,
)
from handlungsfelder.actions import verfahren
from handlungsfelder.models import VerfahrenVersion
from handlungsfelder.template import FOLDER, read
from tests.audits.judging import fresh, judged, signed, signed_off, submitted, written
from tests.factories.audits import (
    a_cycle,
    a_traeger,
    a_user,
    a_version,
    an_organisation,
    appointed,
    cast_of,
    member_of,
)

pytestmark = pytest.mark.django_db
BEFORE = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
DAY = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _in_november():
    with clock.stopped_at(BEFORE):
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


def stored_is_fresh(cycle) -> bool:
    """Nobody reads another list of tasks than the gates would give now."""
    cycle = fresh(cycle)
    found = {gates._facts(task) for task in cycle.tasks.all()}
    return found == {gates._facts(task) for task in gates.fresh_tasks(cycle)}


def grants_are_the_berufungen(cycle) -> bool:
    rights = {"auditor": "accompany_auditcycle", "assessor": "review_auditcycle"}
    rows = CycleGrant.objects.filter(content_object=cycle)
    found = set(rows.values_list("user_id", "permission__codename"))
    return found == {(one.user_id, rights[one.function]) for one in cycle.berufungen.active()}


# --- submit -------------------------------------------------------------------------------------


def test_submit_seals_the_dossier_with_its_hash_and_the_agreement_it_names(cycle, cast):
    with clock.stopped_at(DAY):
        begutachtung = begutachtungen.submit(cycle=cycle, by=cast.editor)

    dossier, agreement = begutachtung.dossier, cycle.fassungen.get(kind=FassungKind.AGREEMENT)
    content = json.loads(dossier.content)
    assert dossier.sha256 == hashlib.sha256(dossier.content.encode()).hexdigest()
    assert content["agreement"] == {"number": 1, "sha256": agreement.sha256}
    assert (begutachtung.submitted_at, begutachtung.submitted_by) == (DAY, cast.editor)
    assert stored_is_fresh(cycle)


def test_the_sealed_dossier_names_people_by_their_key_alone(cycle, cast):
    dossier = begutachtungen.submit(cycle=cycle, by=cast.editor).dossier

    assert json.loads(dossier.content)["people"] == [
        {"key": str(cast.auditor.key), "function": "auditor"}
    ]
    assert cast.auditor.name not in dossier.content
    assert [(one.key, one.name) for one in dossier.persons.all()] == [
        (cast.auditor.key, cast.auditor.name)
    ]


def test_the_database_refuses_to_change_what_is_sealed(begutachtung):
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        begutachtung.cycle.fassungen.update(content="{}")


@pytest.mark.parametrize("name", ["reader", "auditor", "office"])
def test_submit_is_for_the_participants(cycle, cast, name):
    with pytest.raises(PermissionDenied, match="Hier handelt"):
        begutachtungen.submit(cycle=cycle, by=getattr(cast, name))


def test_a_second_submission_changes_nothing(cycle, cast):
    begutachtungen.submit(cycle=cycle, by=cast.editor)

    with pytest.raises(NotYet, match="bereits eingereicht"):
        begutachtungen.submit(cycle=cycle, by=cast.signatory)

    assert cycle.begutachtungen.count() == 1


@pytest.mark.parametrize("phase", ["ausarbeitung", "begutachtung"])
def test_submit_belongs_into_its_phase(phase):
    cycle = a_cycle(phase)

    with pytest.raises(NotYet, match="nicht vorgesehen"):
        begutachtungen.submit(cycle=cycle, by=cast_of(cycle).editor)


def test_submit_seals_nothing_but_what_was_checked(cycle, cast):
    checked = begutachtungen.draft(cycle).sha256
    appointed(cycle, BerufungFunction.AUDITOR, by=cast.office)

    with pytest.raises(NotYet, match="haben sich geändert"):
        begutachtungen.submit(cycle=cycle, sha256=checked, by=cast.editor)
    again = begutachtungen.draft(cycle).sha256
    begutachtung = begutachtungen.submit(cycle=cycle, sha256=again, by=cast.editor)

    assert begutachtung.dossier.sha256 == again != checked


# --- write --------------------------------------------------------------------------------------


def test_a_votum_is_rewritten_until_its_author_signs_it(begutachtung, cast):
    author = cast.assessors[0]
    first = written(begutachtung, author, Judgement.NEGATIVE)
    second = written(begutachtung, author, Judgement.POSITIVE, version=first.version)
    begutachtungen.sign_votum(votum=second, by=author)

    with pytest.raises(NotYet, match="Bereits gezeichnet: Votum von"):
        written(begutachtung, author, Judgement.NEGATIVE)

    votum = begutachtung.vota.get()
    assert (votum.judgement, votum.version, votum.statements.count()) == ("positive", 2, 6)


def test_the_database_refuses_a_change_of_a_signed_votum(begutachtung, cast):
    votum = signed(begutachtung, cast.assessors[0])

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Votum.objects.filter(pk=votum.pk).update(summary="Anders.")
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        votum.statements.update(text="Anders.")


def test_an_older_window_overwrites_nothing_unless_it_knows(begutachtung, cast):
    author = cast.assessors[0]
    written(begutachtung, author, version=0)

    with pytest.raises(Overtaken) as overtaken:
        written(begutachtung, author, Judgement.NEGATIVE, version=0)
    theirs = overtaken.value.theirs
    written(begutachtung, author, Judgement.NEGATIVE, version=theirs.version)

    assert (theirs.judgement, theirs.version) == ("positive", 1)
    assert begutachtung.vota.get().judgement == "negative"


def test_a_statement_on_a_handlungsfeld_of_another_version_is_left_out(begutachtung, cast):
    other = a_version().handlungsfelder.first()

    votum = begutachtungen.save_votum(
        begutachtung=begutachtung,
        judgement="",
        summary="",
        statements={other.pk: "Fremd."},
        version=0,
        by=cast.assessors[0],
    )

    assert not votum.statements.exists()


@pytest.mark.parametrize("name", ["office", "auditor", "signatory"])
def test_nobody_but_an_assessor_writes_a_votum(begutachtung, cast, name):
    with pytest.raises(PermissionDenied, match="zur Begutachtung berufen"):
        written(begutachtung, getattr(cast, name))


def test_an_assessor_writes_nothing_before_the_declaration(begutachtung, cast):
    user = appointed(begutachtung.cycle, BerufungFunction.ASSESSOR, declared=False, by=cast.office)

    with pytest.raises(PermissionDenied, match="Erklären Sie zuerst"):
        written(begutachtung, user)


def test_a_votum_waits_for_its_phase(cycle, cast):
    begutachtung = begutachtungen.submit(cycle=cycle, by=cast.editor)

    with pytest.raises(NotYet, match="nicht vorgesehen"):
        written(begutachtung, cast.assessors[0])


# --- sign ---------------------------------------------------------------------------------------


def test_sign_asks_for_a_whole_votum(begutachtung, cast):
    author = cast.assessors[0]
    votum = begutachtungen.save_votum(
        begutachtung=begutachtung, judgement="", summary="", statements={}, version=0, by=author
    )

    verdict = begutachtungen.can_sign_votum(author, votum)

    felder = [f"Die Stellungnahme fehlt: {feld}." for feld in votum.cycle.felder]
    expected = ["Ihr Votum nennt noch kein Ergebnis.", "Die Zusammenfassung fehlt.", *felder]
    assert [reason.text for reason in verdict.reasons] == expected
    with pytest.raises(NotYet):
        begutachtungen.sign_votum(votum=votum, by=author)


def test_sign_refuses_everybody_but_the_author(begutachtung, cast):
    votum = written(begutachtung, cast.assessors[0])

    for user in (cast.assessors[1], cast.office):
        with pytest.raises(PermissionDenied, match="wer es geschrieben hat"):
            begutachtungen.sign_votum(votum=votum, by=user)


def test_a_second_signature_is_refused_even_by_a_stale_page(begutachtung, cast):
    author = cast.assessors[0]
    stale = written(begutachtung, author)
    with clock.stopped_at(DAY):
        begutachtungen.sign_votum(votum=stale, by=author)

    with pytest.raises(NotYet, match="Bereits gezeichnet"):
        begutachtungen.sign_votum(votum=stale, by=author)

    assert begutachtung.vota.get().signed_at == DAY


def test_each_signature_closes_one_task(begutachtung, cast):
    cycle = begutachtung.cycle

    def waiting():
        return set(cycle.tasks.filter(gate__kind="vota").values_list("assignee", flat=True))

    first, second = cast.assessors
    assert waiting() == {first.pk, second.pk}
    signed(begutachtung, first)
    assert waiting() == {second.pk}
    signed(begutachtung, second)
    assert waiting() == set()
    assert stored_is_fresh(cycle)


# --- sign off -----------------------------------------------------------------------------------


def test_sign_off_waits_for_every_votum(begutachtung, cast):
    signed(begutachtung, cast.assessors[0])

    with pytest.raises(NotYet, match="Ein Votum ist noch nicht gezeichnet"):
        signed_off(begutachtung, Judgement.POSITIVE, cast.office)


def test_sign_off_waits_for_whoever_has_not_declared(begutachtung, cast):
    judged(begutachtung, cast)
    appointed(begutachtung.cycle, BerufungFunction.ASSESSOR, declared=False, by=cast.director)

    with pytest.raises(NotYet, match="Erklärung zur Unbefangenheit fehlt"):
        signed_off(begutachtung, Judgement.POSITIVE, cast.office)


def test_the_votum_of_somebody_dismissed_stands_for_nobody_else(begutachtung, cast):
    judged(begutachtung, cast)
    cycle = begutachtung.cycle
    berufung = cycle.berufungen.get(user=cast.assessors[0])
    berufungen.dismiss(berufung=berufung, reason="Befangen.", by=cast.office)
    successor = appointed(cycle, BerufungFunction.ASSESSOR, by=cast.director)

    with pytest.raises(NotYet, match="Ein Votum ist noch nicht gezeichnet"):
        signed_off(begutachtung, Judgement.POSITIVE, cast.office)
    signed(begutachtung, successor)

    assert signed_off(begutachtung, Judgement.POSITIVE, cast.office).is_signed


@pytest.mark.parametrize("name", ["signatory", "auditor", "reader"])
def test_sign_off_is_for_the_traeger(begutachtung, cast, name):
    judged(begutachtung, cast)

    with pytest.raises(PermissionDenied, match="Geschäftsstelle"):
        signed_off(begutachtung, Judgement.POSITIVE, getattr(cast, name))


def test_sign_off_refuses_every_author_even_of_the_geschaeftsstelle(cycle, cast):
    chooser = member_of(cycle.owner, Role.OFFICE)
    berufungen.appoint(
        cycle=cycle, user=cast.office, function=BerufungFunction.ASSESSOR, by=chooser
    )
    berufungen.declare(berufung=cycle.berufungen.get(user=cast.office), by=cast.office)
    begutachtung = judged(submitted(cycle, cast), cast)
    signed(begutachtung, cast.office)

    with pytest.raises(PermissionDenied, match="Vier-Augen-Prinzip"):
        signed_off(begutachtung, Judgement.POSITIVE, cast.office)
    assert signed_off(begutachtung, Judgement.POSITIVE, cast.director).signed_by == cast.director


def test_who_chose_the_assessors_does_not_sign_off_and_who_signed_off_does_not_award(cycle, cast):
    pool = an_organisation(OrganisationKind.PARTNER)
    extra = berufungen.appoint(
        cycle=cycle, user=member_of(pool), function=BerufungFunction.ASSESSOR, by=cast.office
    )
    berufungen.step_back(berufung=extra, reason="Verhindert.", by=extra.user)
    begutachtung = judged(submitted(cycle, cast), cast)

    with pytest.raises(PermissionDenied, match="Drei Hände"):
        signed_off(begutachtung, Judgement.POSITIVE, cast.office)
    signed_off(begutachtung, Judgement.POSITIVE, cast.director)
    cycle = cycles.advance(run=fresh(cycle).open_run, by=cast.office)

    with pytest.raises(PermissionDenied, match="Drei Hände"):
        awards.can_award(cast.director, cycle).require()
    awards.can_award(member_of(cycle.owner, Role.DIRECTOR), cycle).require()


BETTER = [
    (better, worst) for place, worst in enumerate(Judgement) for better in list(Judgement)[:place]
]


@pytest.mark.parametrize(("better", "worst"), BETTER)
def test_better_than_the_worst_votum_is_what_two_say_with_a_reason(
    begutachtung, cast, better, worst
):
    one, other = cast.assessors
    signed(begutachtung, one, worst)
    signed(begutachtung, other, Judgement.POSITIVE)
    about = {"begutachtung": begutachtung, "judgement": better}

    with pytest.raises(NotYet, match="besser als ein Votum"):
        begutachtungen.sign_off(**about, reason="Weil es so ist.", by=cast.office)
    with pytest.raises(NotYet, match="gehört eine Begründung"):
        begutachtungen.propose_result(**about, reason=" ", by=cast.office)
    begutachtungen.propose_result(**about, reason="Das zweite Votum trägt.", by=cast.office)
    with pytest.raises(PermissionDenied, match="zweite Person"):
        begutachtungen.sign_off(**about, reason="Weil es so ist.", by=cast.office)
    found = begutachtungen.sign_off(**about, reason="", by=cast.director)

    assert (found.judgement, found.reason) == (better, "Das zweite Votum trägt.")
    assert (found.proposed_by, found.signed_by) == (cast.office, cast.director)


@pytest.mark.parametrize(("worst", "better"), [(one, two) for two, one in BETTER])
def test_what_is_not_better_one_person_signs_off(begutachtung, cast, worst, better):
    for assessor in cast.assessors:
        signed(begutachtung, assessor, better)

    assert signed_off(begutachtung, worst, cast.office).judgement == worst


def test_another_result_than_the_proposed_one_is_proposed_again(begutachtung, cast):
    for assessor in cast.assessors:
        signed(begutachtung, assessor, Judgement.NEGATIVE)
    about = {"begutachtung": begutachtung, "reason": "Weil."}
    begutachtungen.propose_result(**about, judgement=Judgement.CONDITIONS, by=cast.office)

    with pytest.raises(NotYet, match="besser als ein Votum"):
        begutachtungen.sign_off(**about, judgement=Judgement.POSITIVE, by=cast.director)


def test_sign_off_refuses_whoever_ever_accompanied(cycle, cast):
    berufung = berufungen.appoint(
        cycle=cycle, user=cast.office, function=BerufungFunction.AUDITOR, by=cast.director
    )
    berufungen.dismiss(berufung=berufung, reason="Wechsel.", by=cast.director)
    begutachtung = judged(submitted(cycle, cast), cast)

    with pytest.raises(PermissionDenied, match="Wer begleitet hat"):
        signed_off(begutachtung, Judgement.POSITIVE, cast.office)


@pytest.mark.parametrize("judgement", [one for one in Judgement if one != Judgement.POSITIVE])
def test_sign_off_asks_why_unless_it_is_simply_positive(begutachtung, cast, judgement):
    judged(begutachtung, cast)

    with pytest.raises(NotYet, match="gehört eine Begründung"):
        begutachtungen.sign_off(
            begutachtung=begutachtung, judgement=judgement, reason="", by=cast.office
        )


def test_positive_needs_no_reason_and_opens_the_way(begutachtung, cast):
    judged(begutachtung, cast)

    with clock.stopped_at(DAY):
        found = begutachtungen.sign_off(
            begutachtung=begutachtung, judgement=Judgement.POSITIVE, reason="", by=cast.office
        )
        cycle = cycles.advance(run=begutachtung.cycle.open_run, by=cast.office)

    assert (found.signed_at, found.signed_by) == (DAY, cast.office)
    assert cycle.open_run.phase.code == "zertifizierung"
    assert stored_is_fresh(cycle)


def test_a_second_sign_off_is_refused_even_by_a_stale_page(begutachtung, cast):
    stale = Begutachtung.objects.select_related("cycle").get(pk=judged(begutachtung, cast).pk)
    signed_off(begutachtung, Judgement.POSITIVE, cast.office)

    with pytest.raises(NotYet, match="Bereits gezeichnet: Begutachtung"):
        signed_off(stale, Judgement.NEGATIVE, cast.director)

    found = Begutachtung.objects.get(pk=stale.pk)
    assert (found.judgement, found.signed_by) == (Judgement.POSITIVE, cast.office)


def test_the_database_refuses_half_a_sign_off(begutachtung):
    with pytest.raises(IntegrityError):
        Begutachtung.objects.filter(pk=begutachtung.pk).update(judgement=Judgement.POSITIVE)


def test_after_the_sign_off_assessors_read_for_fifteen_days_and_write_nothing(begutachtung, cast):
    judged(begutachtung, cast)
    with clock.stopped_at(DAY):
        signed_off(begutachtung, Judgement.CONDITIONS, cast.office)

    until = {one.reads_until for one in begutachtung.cycle.berufungen.assessors()}
    with clock.stopped_at(DAY), pytest.raises(NotYet):
        written(fresh_begutachtung(begutachtung), cast.assessors[0])

    assert until == {dt.date(2026, 12, 5)}
    assert grants_are_the_berufungen(begutachtung.cycle)


def fresh_begutachtung(begutachtung):
    return Begutachtung.objects.select_related("cycle__version__verfahren").get(pk=begutachtung.pk)


# --- what follows -------------------------------------------------------------------------------


def test_negative_ends_the_cycle_with_its_reason(begutachtung, cast):
    judged(begutachtung, cast)

    with clock.stopped_at(DAY):
        signed_off(begutachtung, Judgement.NEGATIVE, cast.office)

    cycle = fresh(begutachtung.cycle)
    assert (cycle.outcome, cycle.outcome_reason) == (Outcome.REFUSED, "Weil es so ist.")
    assert (cycle.ended_on, cycle.open_run) == (DAY.date(), None)
    assert not cycle.parties.filter(is_running=True).exists()
    assert not cycle.tasks.exists()


def rework(begutachtung, cast) -> AuditCycle:
    """Judged, and given back: the cycle stands in the phase that the template names."""
    signed_off(judged(begutachtung, cast), Judgement.REWORK, cast.office)
    return fresh(begutachtung.cycle)


def test_rework_opens_the_phase_that_the_template_names_as_round_two(begutachtung, cast):
    with clock.stopped_at(DAY):
        cycle = rework(begutachtung, cast)

    run = cycle.open_run
    assert (run.phase.code, run.round) == ("ausarbeitung", 2)
    assert run.due_on == DAY.date() + dt.timedelta(days=60)
    assert [task.text for task in cycle.tasks.all()] == [
        "Die Ziele und Maßnahmen sind noch nicht eingefroren."
    ]
    assert stored_is_fresh(cycle)


def a_version_without_rework() -> VerfahrenVersion:
    owner = a_traeger()
    director = member_of(owner, "director")
    template = read(FOLDER / "fgk-k-2.toml")
    phases = [replace(phase, rework_to="") for phase in template.phases]
    version = verfahren.enter(owner=owner, template=replace(template, phases=phases), by=director)
    return verfahren.publish(version=version, by=director)


def test_rework_is_refused_where_the_template_names_no_phase():
    cycle = a_cycle("einreichung", a_version_without_rework())
    cast = cast_of(cycle)
    begutachtung = judged(submitted(cycle, cast), cast)

    with pytest.raises(NotYet, match="keine Nachbesserung"):
        signed_off(begutachtung, Judgement.REWORK, cast.office)
    assert signed_off(begutachtung, Judgement.NEGATIVE, cast.office).is_signed


def test_unchanged_content_is_frozen_again_and_satisfied_by_the_old_beschluss(begutachtung, cast):
    cycle = rework(begutachtung, cast)
    fassungen.freeze(cycle=cycle, by=cast.editor)
    cycles.advance(run=cycle.open_run, by=cast.editor)

    cycle = cycles.advance(run=fresh(cycle).open_run, by=cast.editor)

    shas = cycle.fassungen.filter(kind=FassungKind.AGREEMENT).values_list("sha256", flat=True)
    assert (len(shas), len(set(shas))) == (2, 1)
    assert (cycle.open_run.phase.code, cycle.open_run.round) == ("einreichung", 2)


def changed_and_frozen(cycle, cast) -> AuditCycle:
    """The participants rewrite a goal and freeze what has become of it."""
    goal = cycle.goals.first()
    goal.title = "Ein besseres Ziel"
    goal.save()
    fassungen.freeze(cycle=cycle, by=cast.editor)
    cycles.advance(run=cycle.open_run, by=cast.editor)
    return fresh(cycle)


def test_changed_content_needs_a_new_beschluss(begutachtung, cast):
    cycle = changed_and_frozen(rework(begutachtung, cast), cast)

    with pytest.raises(NotYet, match="Beschluss über genau Fassung 2"):
        cycles.advance(run=cycle.open_run, by=cast.editor)

    assert (cycle.open_run.phase.code, cycle.open_run.round) == ("beschluss", 2)


def resubmitted(begutachtung, cast) -> Begutachtung:
    """Round two with unchanged content, submitted and up for judgement."""
    cycle = rework(begutachtung, cast)
    fassungen.freeze(cycle=cycle, by=cast.editor)
    for _ in range(2):
        cycles.advance(run=fresh(cycle).open_run, by=cast.editor)
    return submitted(fresh(cycle), cast)


def test_the_second_round_has_a_dossier_and_vota_of_its_own(begutachtung, cast):
    second = resubmitted(begutachtung, cast)

    judged(second, cast)
    signed_off(second, Judgement.POSITIVE, cast.office)

    first = fresh_begutachtung(begutachtung)
    assert (first.judgement, second.round) == (Judgement.REWORK, 2)
    assert (first.vota.count(), second.vota.count()) == (2, 2)
    assert json.loads(second.dossier.content)["agreement"]["number"] == 2


def test_whoever_still_reads_goes_on_judging_the_second_round(begutachtung, cast):
    second = resubmitted(begutachtung, cast)

    active = second.cycle.berufungen.active().assessors()
    assert {(one.user, one.reads_until) for one in active} == {
        (user, None) for user in cast.assessors
    }
    assert not second.cycle.tasks.filter(gate__kind="appointed").exists()


def test_whose_window_has_passed_is_appointed_and_declares_anew(begutachtung, cast):
    with clock.stopped_at(DAY):
        rework(begutachtung, cast)
    with clock.stopped_at(DAY + dt.timedelta(days=40)):
        cycle = fresh(begutachtung.cycle)
        fassungen.freeze(cycle=cycle, by=cast.editor)
        for _ in range(2):
            cycles.advance(run=fresh(cycle).open_run, by=cast.editor)
        second = submitted(fresh(cycle), cast)
        with pytest.raises(PermissionDenied):
            written(second, cast.assessors[0])
        for user in cast.assessors:
            berufungen.appoint(
                cycle=cycle, user=user, function=BerufungFunction.ASSESSOR, by=cast.office
            )
            berufungen.declare(berufung=cycle.berufungen.active().get(user=user), by=user)
        judged(second, cast)

    assert grants_are_the_berufungen(cycle)
    assert stored_is_fresh(cycle)
    assert second.vota.signed().count() == 2


def test_the_whole_way_is_told_in_the_history(begutachtung, cast):
    signed_off(judged(begutachtung, cast), Judgement.POSITIVE, cast.office)

    told = [event.text for event in begutachtung.cycle.events.order_by("pk")]
    first, second = cast.assessors
    assert told == [
        "Unterlagen zur Begutachtung eingereicht.",
        "„Einreichung“ abgeschlossen, weiter mit „Begutachtung“.",
        f"{first} schreibt am Votum.",
        f"{first} hat das Votum gezeichnet.",
        f"{second} schreibt am Votum.",
        f"{second} hat das Votum gezeichnet.",
        "Begutachtung freigegeben: Positiv.",
    ]


def test_a_stranger_learns_nothing_by_trying(begutachtung):
    with pytest.raises(PermissionDenied):
        signed_off(begutachtung, Judgement.POSITIVE, a_user())
