"""Who may do what to a cycle: each side, right and person; and what an assessor sees when."""

import datetime as dt
from random import Random

import pytest
from django.http import Http404
from django.urls import reverse

from auditportal import clock
from auditportal.models import Role, User
from auditportal.permissions import ROLE_RIGHTS, grant, grant_role
from audits import permissions
from audits.actions import berufung as berufungen
from audits.models import (
    AuditCycle,
    Begutachtung,
    Berufung,
    BerufungFunction,
    Fassung,
    PhaseRun,
    Reach,
    Votum,
)
from audits.views.inside import get_row
from handlungsfelder.models import Party, Right
from tests.factories.audits import (
    a_cycle,
    a_user,
    a_version,
    acts,
    an_organisation,
    appointed,
    cast_of,
    member_of,
)

pytestmark = pytest.mark.django_db

PEOPLE = (
    "office", "director", "editor", "signatory", "reader", "auditor", "assessor", "partner",
    "stranger",
)  # fmt: skip
# Who may act for which side with which right; every pair that is not named is nobody's.
HOLDERS = {
    (Party.MAIN, Right.VIEW): {"editor", "signatory", "reader"},
    (Party.MAIN, Right.CHANGE): {"editor", "signatory"},
    (Party.MAIN, Right.SIGN): {"signatory"},
    (Party.PARTNER, Right.VIEW): {"partner"},
    (Party.PARTNER, Right.CHANGE): {"partner"},
    (Party.TRAEGER, Right.VIEW): {"office", "director"},
    (Party.TRAEGER, Right.CHANGE): {"office", "director"},
    (Party.TRAEGER, Right.RUN): {"office", "director"},
    (Party.TRAEGER, Right.SIGN): {"director"},
    (Party.AUDITOR, Right.ACCOMPANY): {"auditor"},
    (Party.ASSESSOR, Right.REVIEW): {"assessor"},
}


@pytest.fixture
def cycle():
    return a_cycle("begutachtung")


@pytest.fixture
def people(cycle):
    """One person for each role; the partner takes part without a signature that counts."""
    cast = cast_of(cycle)
    partner = an_organisation()
    cycle.parties.create(
        organisation=partner, function=Party.PARTNER, verfahren=cycle.version.verfahren
    )
    known = {name: getattr(cast, name) for name in PEOPLE if hasattr(cast, name)}
    return known | {"assessor": cast.assessors[0], "partner": member_of(partner, Role.SIGNATORY)}


def may_act(people, cycle, party, right) -> set[str]:
    cycle = AuditCycle.objects.get(pk=cycle.pk)
    return {name for name in PEOPLE if permissions.may_act(people[name], cycle, party, right)}


def test_each_side_and_right_belongs_to_exactly_the_people_of_the_table(cycle, people):
    found = {(party, right): may_act(people, cycle, party, right)
             for party in Party for right in Right}  # fmt: skip

    assert {pair: names for pair, names in found.items() if names} == HOLDERS


def test_may_act_says_which_side_acts_here_in_the_words_of_the_version(cycle, people):
    verdict = permissions.may_act(people["stranger"], cycle, Party.AUDITOR, Right.ACCOMPANY)

    label = cycle.version.party_label(Party.AUDITOR)
    assert str(verdict) == f"Hier handelt: {label} (Recht: Begleiten)."


def test_a_right_of_another_traeger_is_no_right_here(cycle):
    other = cast_of(a_cycle("begutachtung", version=a_version()))

    assert not permissions.may_act(other.office, cycle, Party.TRAEGER, Right.RUN)


def test_a_grant_that_ended_with_the_membership_opens_nothing(cycle, people):
    main = cycle.parties.get(function=Party.MAIN).organisation
    grant_role(user=people["editor"], organisation=main, role=None)

    assert not permissions.may_act(people["editor"], cycle, Party.MAIN, Right.CHANGE)


@pytest.mark.parametrize("name", PEOPLE)
def test_whoever_contributes_is_of_a_party_the_companion_or_the_office(cycle, people, name):
    contributes = {"editor", "signatory", "partner", "auditor", "office", "director"}

    assert bool(permissions.may_contribute(people[name], cycle)) == (name in contributes)


def grants(cycles: list[AuditCycle]) -> list[tuple]:
    """Whatever can be granted to somebody around these cycles: the right, and on what."""
    parties = [party.organisation for one in cycles for party in one.parties.all()]
    owners = dict.fromkeys(one.owner for one in cycles)
    rights = sorted(set().union(*ROLE_RIGHTS.values()))
    return [(right, one) for one in (*parties, *owners) for right in rights] + [
        (right, one) for one in cycles for right in ("accompany", "review")
    ]


def somebody(chance: Random, possible: list[tuple]) -> User:
    user = a_user()
    for right, where in chance.sample(possible, chance.randint(0, 3)):
        grant(user=user, right=right, obj=where)
    return user


def test_whatever_somebody_is_granted_a_row_is_loaded_exactly_if_its_list_shows_it(
    rf, cycle, people
):
    others = a_cycle("begutachtung"), a_cycle("begutachtung", version=a_version())
    chance, possible = Random(7), grants([cycle, *others])
    request, cycles = rf.get("/"), AuditCycle.objects.all()

    for user in (somebody(chance, possible) for _ in range(40)):
        request.user, reach = user, Reach.of(user)
        for model in (PhaseRun, Fassung, Begutachtung, Berufung):
            found = {row for row in model.objects.all() if loads(request, row)}
            assert found == set(model.objects.visible_to(user))
        assert {one for one in cycles if one in reach.visible} == set(cycles.visible_to(user))
        inside = {one for one in cycles if permissions.may_read(user, one)}
        assert inside == set(cycles.readable_by(user))


def loads(request, row) -> bool:
    try:
        return get_row(request, type(row), row.pk) == row
    except Http404:
        return False


@pytest.mark.parametrize("name", PEOPLE)
def test_the_inside_is_for_neither_assessors_nor_partners_nor_strangers(cycle, people, name):
    inside = set(PEOPLE) - {"assessor", "partner", "stranger"}

    assert bool(permissions.may_read(people[name], cycle)) == (name in inside)
    readable = AuditCycle.objects.readable_by(people[name]).filter(pk=cycle.pk)
    assert readable.exists() == (name in inside)
    assert bool(permissions.may_share(people[name], cycle)) == (name in inside | {"partner"})


# --- the states of a Berufung -------------------------------------------------------------------

DAY = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
STATES = {
    # state: (sees that the cycle exists, reads the dossier and judges, the reason why not)
    "never appointed": (False, False, "Dafür müssen Sie zur Begutachtung berufen sein."),
    "appointed": (True, False, "Erklären Sie zuerst, dass Sie nicht befangen sind."),
    "declared": (True, True, ""),
    "stepped back": (False, False, "Dafür müssen Sie zur Begutachtung berufen sein."),
    "dismissed": (False, False, "Dafür müssen Sie zur Begutachtung berufen sein."),
    "last day of the window": (True, True, ""),
    "day after the window": (True, False, "Ihre Einsicht endete am 20.11.2026."),
    "closed": (False, False, "Dafür müssen Sie zur Begutachtung berufen sein."),
}


def assessor_in(state: str, cycle, office):
    """Somebody whose Berufung has come that far, by the actions."""
    if state == "never appointed":
        return member_of(an_organisation())
    declared = state not in ("appointed", "stepped back")
    user = appointed(cycle, BerufungFunction.ASSESSOR, declared=declared, by=office)
    berufung = Berufung.objects.get(user=user)
    if state == "stepped back":
        berufungen.step_back(berufung=berufung, reason="Verwandt.", by=user)
    if state == "dismissed":
        berufungen.dismiss(berufung=berufung, reason="Krank.", by=office)
    if state in ("last day of the window", "day after the window", "closed"):
        Berufung.objects.filter(pk=berufung.pk).update(reads_until=DAY.date())
    return user


def moment_of(state: str) -> dt.datetime:
    later = state in ("day after the window", "closed")
    return DAY + dt.timedelta(days=1) if later else DAY


@pytest.mark.parametrize("state", STATES)
def test_an_assessor_sees_what_the_state_of_the_berufung_opens(cycle, people, state):
    sees, judges, reason = STATES[state]
    user = assessor_in(state, cycle, people["office"])
    begutachtung = cycle.begutachtungen.get()

    with clock.stopped_at(moment_of(state)):
        if state == "closed":
            berufungen.close(berufung=Berufung.objects.get(user=user), by=None)
        found = AuditCycle.objects.visible_to(user).filter(pk=cycle.pk).exists()
        verdict = permissions.may_judge(user, cycle)
        dossier = permissions.may_read_dossier(user, begutachtung)

    assert (found, bool(verdict), str(verdict)) == (sees, judges, reason)
    assert (bool(dossier), str(dossier)) == (judges, reason)


def test_the_reason_to_declare_leads_to_the_declaration(cycle, people):
    user = assessor_in("appointed", cycle, people["office"])

    verdict = permissions.may_judge(user, cycle)

    berufung = Berufung.objects.get(user=user)
    link = reverse("audits:berufung_declare", args=[berufung.pk])
    assert [reason.link for reason in verdict.reasons] == [link]


INSIDERS = [name for name in PEOPLE if name not in ("assessor", "partner", "stranger")]


@pytest.mark.parametrize("name", INSIDERS)
def test_insiders_read_the_dossier_without_any_declaration(cycle, people, name):
    assert permissions.may_read_dossier(people[name], cycle.begutachtungen.get())


def test_only_the_appointed_person_declares(cycle, people):
    user = assessor_in("appointed", cycle, people["office"])
    berufung = Berufung.objects.get(user=user)

    declarers = {name for name in PEOPLE if permissions.may_declare(people[name], berufung)}

    assert declarers == set()
    assert permissions.may_declare(user, berufung)


def test_who_accompanies_declares_nothing(cycle, people):
    berufung = Berufung.objects.get(user=people["auditor"])

    assert not permissions.may_declare(people["auditor"], berufung)


# --- Vota ---------------------------------------------------------------------------------------


@pytest.fixture
def begutachtung(cycle):
    return cycle.begutachtungen.get()


def a_votum(begutachtung: Begutachtung, author, *, signed=True) -> Votum:
    acts(author)
    return Votum.objects.create(
        cycle=begutachtung.cycle,
        begutachtung=begutachtung,
        author=author,
        judgement="positive",
        summary="Gut.",
        version=1,
        saved_at=clock.now(),
        signed_at=clock.now() if signed else None,
    )


def readers(people, votum) -> set[str]:
    """As pages find out, and as one asks about a single Votum: both must agree."""
    names = {name for name in people if permissions.may_read_votum(people[name], votum)}
    begutachtung = votum.begutachtung
    for name, user in people.items():
        found = permissions.readable_vota(user, begutachtung, [votum])[votum.pk]
        assert bool(found) == (name in names)
    return names


def test_a_draft_is_read_by_its_author_alone(begutachtung, people):
    votum = a_votum(begutachtung, people["assessor"], signed=False)

    assert readers(people, votum) == {"assessor"}


def test_a_signed_votum_is_read_by_its_author_and_the_traeger(begutachtung, people):
    votum = a_votum(begutachtung, people["assessor"])

    assert readers(people, votum) == {"assessor", "office", "director"}
    assert str(permissions.may_read_votum(people["editor"], votum)) == (
        "Die Vota lesen nur die Begutachtenden und die Geschäftsstelle."
    )


def test_the_other_assessor_reads_it_after_signing_the_own(begutachtung, people):
    other = appointed(begutachtung.cycle, BerufungFunction.ASSESSOR, by=people["office"])
    votum = a_votum(begutachtung, people["assessor"])
    before = permissions.may_read_votum(other, votum)
    own = a_votum(begutachtung, other, signed=False)
    meanwhile = permissions.may_read_votum(other, votum)
    acts(other)
    Votum.objects.filter(pk=own.pk).update(signed_at=clock.now())

    after = permissions.may_read_votum(other, votum)

    sentence = "Sie lesen andere Vota, sobald Sie Ihr eigenes gezeichnet haben."
    assert (str(before), str(meanwhile), str(after)) == (sentence, sentence, "")


def test_after_the_window_even_the_own_votum_is_closed(begutachtung, people):
    votum = a_votum(begutachtung, people["assessor"])
    Berufung.objects.filter(user=people["assessor"]).update(reads_until=DAY.date())

    with clock.stopped_at(DAY):
        on_the_last_day = permissions.may_read_votum(people["assessor"], votum)
    with clock.stopped_at(DAY + dt.timedelta(days=1)):
        afterwards = permissions.may_read_votum(people["assessor"], votum)

    assert (bool(on_the_last_day), bool(afterwards)) == (True, False)


def test_a_votum_is_signed_by_its_author_alone(begutachtung, people):
    votum = a_votum(begutachtung, people["assessor"], signed=False)

    signers = {name for name in PEOPLE if permissions.may_sign_votum(people[name], votum)}

    assert signers == {"assessor"}


# --- four eyes ----------------------------------------------------------------------------------


def test_the_sign_off_belongs_to_the_people_who_run_the_verfahren(begutachtung, people):
    signers = {name for name in PEOPLE if permissions.may_sign_off(people[name], begutachtung)}

    assert signers == {"office", "director"}


def test_no_author_of_a_votum_signs_off(begutachtung, people):
    grant(user=people["office"], right="review", obj=begutachtung.cycle)
    a_votum(begutachtung, people["office"], signed=False)

    verdict = permissions.may_sign_off(people["office"], begutachtung)

    assert "Wer ein Votum geschrieben hat" in str(verdict)


def test_nobody_who_ever_accompanied_signs_off(begutachtung, people):
    office = people["office"]
    Berufung.objects.create(
        cycle=begutachtung.cycle,
        user=office,
        function=BerufungFunction.AUDITOR,
        appointed_on=DAY.date(),
        appointed_by=people["director"],
        ended_on=DAY.date(),
        end_reason="Wechsel in die Geschäftsstelle.",
    )

    verdict = permissions.may_sign_off(office, begutachtung)

    assert "Wer begleitet hat" in str(verdict)
