import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from auditportal import clock
from auditportal.models import Betreuung, OrganisationKind, Role
from auditportal.verdict import NotYet
from audits.actions import berufung as berufungen
from audits.actions import cycle as cycles
from audits.models import Berufung, BerufungFunction, CycleGrant
from tests.audits.judging import signed
from tests.factories.auditportal import MitgliedschaftFactory
from tests.factories.audits import (
    a_cycle,
    a_partner,
    a_traeger,
    a_user,
    an_organisation,
    appointed,
    cast_of,
    member_of,
)

pytestmark = pytest.mark.django_db
AUDITOR, ASSESSOR = BerufungFunction.AUDITOR, BerufungFunction.ASSESSOR
DAY = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
RIGHTS = {AUDITOR: "accompany_auditcycle", ASSESSOR: "review_auditcycle"}


@pytest.fixture
def cycle():
    return a_cycle("begutachtung")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


def texts(cycle) -> list[str]:
    return [event.text for event in cycle.events.order_by("pk")]


def granted(cycle) -> set[tuple[int, str]]:
    rows = CycleGrant.objects.filter(content_object=cycle)
    return set(rows.values_list("user_id", "permission__codename"))


def projected(cycle) -> set[tuple[int, str]]:
    return {(one.user_id, RIGHTS[one.function]) for one in cycle.berufungen.active()}


# --- appoint ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "right", "word"),
    [(AUDITOR, "accompany", "auditor"), (ASSESSOR, "review", "assessor")],
)
def test_appoint_grants_the_right_of_the_function_and_no_other(cycle, function, right, word):
    user, office = a_user(), member_of(cycle.owner, "office")

    with clock.stopped_at(DAY):
        berufung = berufungen.appoint(cycle=cycle, user=user, function=function, by=office)

    assert (berufung.appointed_on, berufung.appointed_by) == (DAY.date(), office)
    assert granted(cycle) == {(user.pk, f"{right}_auditcycle")}
    assert texts(cycle) == [f"Berufen als {cycle.words[word]}: {user}."]


def test_appoint_opens_the_gate_step_by_step(cycle):
    office = member_of(cycle.owner, "office")

    def missing():
        kinds = cycle.tasks.filter(gate__kind="appointed").order_by("pk")
        return [task.text.split(":")[0] for task in kinds]

    assert missing() == ["Noch zu berufen"]
    for _ in range(2):
        berufungen.appoint(cycle=cycle, user=a_user(), function=ASSESSOR, by=office)
    assert missing() == ["Die Erklärung zur Unbefangenheit fehlt."] * 2
    for berufung in cycle.berufungen.all():
        berufungen.declare(berufung=berufung, by=berufung.user)
    assert missing() == []


@pytest.mark.parametrize("name", ["signatory", "auditor", "stranger"])
def test_appoint_is_for_the_traeger_alone(cycle, cast, name):
    with pytest.raises(PermissionDenied, match="Hier handelt: Geschäftsstelle"):
        berufungen.appoint(cycle=cycle, user=a_user(), function=ASSESSOR, by=getattr(cast, name))


def test_appoint_refuses_a_member_of_a_party(cycle, cast):
    with pytest.raises(NotYet, match="gehört zu einer beteiligten Organisation"):
        berufungen.appoint(cycle=cycle, user=cast.reader, function=AUDITOR, by=cast.office)

    assert not cycle.berufungen.filter(user=cast.reader).exists()


def test_who_has_left_a_party_may_be_appointed(cycle, cast):
    cast.reader.mitgliedschaften.update(ended_on=DAY.date())

    berufung = berufungen.appoint(cycle=cycle, user=cast.reader, function=AUDITOR, by=cast.office)

    assert berufung.is_active


@pytest.mark.parametrize("function", BerufungFunction)
def test_appoint_refuses_whoever_is_here_already(cycle, cast, function):
    for user in (cast.auditor, cast.assessors[0]):
        with pytest.raises(NotYet, match="ist hier schon berufen"):
            berufungen.appoint(cycle=cycle, user=user, function=function, by=cast.office)


def test_the_database_refuses_a_second_active_berufung(cycle, cast):
    with pytest.raises(IntegrityError):
        Berufung.objects.create(
            cycle=cycle,
            user=cast.auditor,
            function=ASSESSOR,
            appointed_on=DAY.date(),
            appointed_by=cast.office,
        )


def test_who_accompanied_never_judges_even_after_the_end(cycle, cast):
    berufung = cycle.berufungen.get(user=cast.auditor)
    berufungen.dismiss(berufung=berufung, reason="Wechsel.", by=cast.office)

    with pytest.raises(NotYet, match="hat begleitet und begutachtet deshalb nicht"):
        berufungen.appoint(cycle=cycle, user=cast.auditor, function=ASSESSOR, by=cast.office)
    again = berufungen.appoint(cycle=cycle, user=cast.auditor, function=AUDITOR, by=cast.office)

    assert again.is_active


def test_nobody_is_appointed_to_judge_what_has_been_judged():
    cycle = a_cycle("zertifizierung")
    office = member_of(cycle.owner, "office")

    with pytest.raises(NotYet, match="ist in diesem Durchlauf abgeschlossen"):
        berufungen.appoint(cycle=cycle, user=a_user(), function=ASSESSOR, by=office)
    assert berufungen.appoint(cycle=cycle, user=a_user(), function=AUDITOR, by=office).is_active


def test_assessors_may_be_appointed_long_before_the_begutachtung():
    cycle = a_cycle("bestandsaufnahme")
    office = member_of(cycle.owner, "office")

    assert berufungen.appoint(cycle=cycle, user=a_user(), function=ASSESSOR, by=office).is_active


def test_appoint_comes_too_late_after_the_end(cycle, cast):
    cycles.stop(cycle=cycle, reason="Abgesagt.", by=cast.office)

    with pytest.raises(NotYet, match="Dieser Durchlauf ist beendet"):
        berufungen.appoint(cycle=cycle, user=a_user(), function=AUDITOR, by=cast.office)


def test_candidates_are_the_people_of_partners_by_name_without_the_cycles_own(cycle, cast):
    pool, other = an_organisation(OrganisationKind.PARTNER), an_organisation()
    late, early, inside, left = (member_of(pool) for _ in range(4))
    for user, name in ((late, "Zoe"), (early, "Änne"), (inside, "Ina"), (left, "Lea")):
        user.name = name
        user.save()
    main = cycle.parties.get().organisation
    inside.mitgliedschaften.create(organisation=main, role="reader")
    left.mitgliedschaften.update(ended_on=DAY.date())
    early.mitgliedschaften.create(
        organisation=an_organisation(OrganisationKind.PARTNER), role="reader"
    )
    member_of(other)

    names = [one.name for one in berufungen.candidates(cycle)]

    assert names == ["Änne", "Zoe"]


# --- declare, step back, dismiss ----------------------------------------------------------------


def test_declare_writes_down_when_and_tells_it_in_the_history(cycle, cast):
    user = appointed(cycle, ASSESSOR, declared=False, by=cast.office)

    with clock.stopped_at(DAY):
        berufung = berufungen.declare(berufung=cycle.berufungen.get(user=user), by=user)

    assert berufung.declared_at == DAY
    assert texts(cycle) == [f"{user} hat erklärt, nicht befangen zu sein."]


@pytest.mark.parametrize("name", ["office", "auditor", "signatory"])
def test_nobody_declares_for_somebody_else(cycle, cast, name):
    user = appointed(cycle, ASSESSOR, declared=False, by=cast.office)
    berufung, other = cycle.berufungen.get(user=user), getattr(cast, name)

    with pytest.raises(PermissionDenied, match="jede berufene Person selbst"):
        berufungen.declare(berufung=berufung, by=other)
    with pytest.raises(PermissionDenied, match="jede berufene Person selbst"):
        berufungen.step_back(berufung=berufung, reason="Nein.", by=other)


def test_a_declaration_is_given_once(cycle, cast):
    user = cast.assessors[0]
    berufung = cycle.berufungen.get(user=user)

    with pytest.raises(NotYet, match="liegt schon vor"):
        berufungen.declare(berufung=berufung, by=user)


def test_who_steps_back_leaves_and_the_gate_asks_for_another(cycle, cast):
    user = appointed(cycle, ASSESSOR, declared=False, by=cast.office)
    leaving = cycle.berufungen.get(user=cast.assessors[0])
    berufungen.dismiss(berufung=leaving, reason="Krank.", by=cast.office)

    with clock.stopped_at(DAY):
        berufung = berufungen.step_back(
            berufung=cycle.berufungen.get(user=user), reason="Verwandt.", by=user
        )

    assert (berufung.ended_on, berufung.end_reason) == (DAY.date(), "Verwandt.")
    assert granted(cycle) == projected(cycle)
    assert "Noch zu berufen: 1" in cycle.tasks.get(gate__kind="appointed").text
    assert texts(cycle)[-1] == f"{user} tritt von der Begutachtung zurück."


def test_who_has_declared_steps_back_until_the_own_votum_is_signed(cycle, cast):
    first, second = (cycle.berufungen.get(user=user) for user in cast.assessors)
    begutachtung = cycle.begutachtungen.get()
    signed(begutachtung, second.user)

    berufungen.step_back(berufung=first, reason="Doch verwandt.", by=first.user)

    assert cycle.berufungen.get(pk=first.pk).end_reason == "Doch verwandt."
    assert (first.user.pk, "review_auditcycle") not in granted(cycle)
    assert texts(cycle)[-1] == f"{first.user} tritt von der Begutachtung zurück."
    assert not any("verwandt" in text for text in texts(cycle))
    with pytest.raises(NotYet, match="Ihr Votum ist gezeichnet"):
        berufungen.step_back(berufung=second, reason="Doch.", by=second.user)


def test_nobody_else_steps_back_for_an_assessor(cycle, cast):
    berufung = cycle.berufungen.get(user=cast.assessors[0])

    for by in (cast.office, cast.assessors[1], cast.editor):
        with pytest.raises(PermissionDenied):
            berufungen.step_back(berufung=berufung, reason="Doch.", by=by)


# --- who may judge ------------------------------------------------------------------------------


def people_who_are_bound(cycle):
    """Each with the reason for which nobody may appoint them."""
    other, pool = a_traeger(), an_organisation(OrganisationKind.PARTNER, "Fremder Pool")
    Betreuung.objects.create(organisation=pool, traeger=other)
    party, partner = cycle.parties.get().organisation, a_partner(cycle)
    elsewhere = "kommt für die Begutachtung nicht in Frage"
    return {
        "leadership of the Träger": (cycle.owner, Role.DIRECTOR, "leitet den Träger"),
        "insider of a party": (party, Role.READER, "gehört zu einer beteiligten"),
        "insider of a partner": (partner, Role.READER, "gehört zu einer beteiligten"),
        "office of another Träger": (other, Role.OFFICE, elsewhere),
        "director of another Träger": (other, Role.DIRECTOR, elsewhere),
        "pool of another Träger": (pool, Role.READER, elsewhere),
        "another participant": (an_organisation(), Role.READER, elsewhere),
        "a Kreis": (an_organisation(OrganisationKind.KREIS), Role.EDITOR, elsewhere),
    }


@pytest.mark.parametrize("also_in_the_pool", [False, True])
def test_nobody_is_appointed_to_judge_who_is_bound_anywhere(cycle, also_in_the_pool):
    office = member_of(cycle.owner, Role.OFFICE)
    own_pool = an_organisation(OrganisationKind.PARTNER)
    for name, (place, role, reason) in people_who_are_bound(cycle).items():
        user = member_of(place, role)
        if also_in_the_pool:
            MitgliedschaftFactory(organisation=own_pool, user=user)

        with pytest.raises(NotYet, match=reason):
            berufungen.appoint(cycle=cycle, user=user, function=ASSESSOR, by=office)
        assert not cycle.berufungen.filter(user=user).exists(), name


def test_of_the_pool_and_who_has_left_somewhere_else_may_judge(cycle):
    office = member_of(cycle.owner, Role.OFFICE)
    pool = an_organisation(OrganisationKind.PARTNER)
    user = member_of(an_organisation(), Role.SIGNATORY)
    user.mitgliedschaften.update(ended_on=DAY.date())
    MitgliedschaftFactory(organisation=pool, user=user)

    assert berufungen.appoint(cycle=cycle, user=user, function=ASSESSOR, by=office).is_active


def test_dismiss_ends_the_right_at_once_and_keeps_the_reason(cycle, cast):
    berufung = cycle.berufungen.get(user=cast.auditor)

    berufungen.dismiss(berufung=berufung, reason="Ruhestand.", by=cast.office)

    assert (cast.auditor.pk, "accompany_auditcycle") not in granted(cycle)
    assert texts(cycle) == [f"Berufung beendet: {cast.auditor}."]


def test_dismiss_is_for_the_traeger_and_happens_once(cycle, cast):
    berufung = cycle.berufungen.get(user=cast.auditor)
    with pytest.raises(PermissionDenied, match="Geschäftsstelle"):
        berufungen.dismiss(berufung=berufung, reason="Nein.", by=cast.signatory)
    berufungen.dismiss(berufung=berufung, reason="Ruhestand.", by=cast.office)

    with pytest.raises(NotYet, match="schon beendet"):
        berufungen.dismiss(berufung=berufung, reason="Noch einmal.", by=cast.office)

    assert cycle.berufungen.get(pk=berufung.pk).end_reason == "Ruhestand."


# --- the window ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "closes"), [(0, False), (1, True)])
def test_close_waits_for_the_day_after_the_window(cycle, cast, days, closes):
    cycle.berufungen.assessors().update(reads_until=DAY.date())
    berufung = cycle.berufungen.get(user=cast.assessors[0])

    with clock.stopped_at(DAY + dt.timedelta(days=days)):
        expired = list(Berufung.objects.expired(clock.today()).order_by("pk"))
        if closes:
            berufungen.close(berufung=berufung, by=None)
        else:
            with pytest.raises(NotYet, match="noch offen"):
                berufungen.close(berufung=berufung, by=None)

    assert (berufung in expired) == closes
    assert granted(cycle) == projected(cycle)
    assert cycle.berufungen.get(pk=berufung.pk).is_active != closes


def test_no_person_closes_a_window(cycle, cast):
    cycle.berufungen.assessors().update(reads_until=DAY.date())
    berufung = cycle.berufungen.get(user=cast.assessors[0])

    with clock.stopped_at(DAY + dt.timedelta(days=1)), pytest.raises(PermissionDenied):
        berufungen.close(berufung=berufung, by=cast.office)


def test_expired_leaves_out_open_windows_companions_and_what_has_ended(cycle, cast):
    first, second = cast.assessors
    cycle.berufungen.filter(user=first).update(reads_until=DAY.date())
    cycle.berufungen.filter(user=second).update(reads_until=DAY.date(), ended_on=DAY.date())

    found = Berufung.objects.expired(DAY.date() + dt.timedelta(days=1))

    assert [one.user for one in found] == [first]


# --- grants are nothing but the projection of Berufungen ----------------------------------------


def test_after_every_action_the_grants_are_those_of_the_active_berufungen(cycle):
    office = member_of(cycle.owner, "office")
    people = [a_user() for _ in range(4)]

    def berufung_of(user):
        return cycle.berufungen.get(user=user)

    steps = [
        lambda: berufungen.appoint(cycle=cycle, user=people[0], function=AUDITOR, by=office),
        *[
            lambda user=user: berufungen.appoint(
                cycle=cycle, user=user, function=ASSESSOR, by=office
            )
            for user in people[1:]
        ],
        lambda: berufungen.declare(berufung=berufung_of(people[1]), by=people[1]),
        lambda: berufungen.step_back(berufung=berufung_of(people[2]), reason="Ja.", by=people[2]),
        lambda: berufungen.dismiss(berufung=berufung_of(people[0]), reason="Ende.", by=office),
        lambda: cycle.berufungen.filter(user=people[1]).update(reads_until=DAY.date()),
        lambda: berufungen.close(berufung=berufung_of(people[1]), by=None),
    ]
    counts = []
    with clock.stopped_at(DAY + dt.timedelta(days=1)):
        for step in steps:
            step()
            assert granted(cycle) == projected(cycle)
            counts.append(len(granted(cycle)))

    assert counts == [1, 2, 3, 4, 4, 3, 2, 2, 1]


def test_nobody_appoints_oneself_to_judge(cycle):
    office = member_of(cycle.owner, Role.OFFICE)

    with pytest.raises(PermissionDenied, match="beruft sich niemand selbst"):
        berufungen.appoint(cycle=cycle, user=office, function=ASSESSOR, by=office)
