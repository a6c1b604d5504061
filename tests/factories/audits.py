"""A cycle in any phase of the real template, and the people around it.

`a_cycle(at="begutachtung")` inserts what the phases before would have left behind, the least that
is valid; the full way by actions is walked in tests/audits/test_way.py.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Model

from auditportal import clock
from auditportal.models import (
    Mitgliedschaft,
    Organisation,
    OrganisationGrant,
    OrganisationKind,
    Role,
    User,
)
from auditportal.permissions import ROLE_RIGHTS, codename
from auditportal.transaction import TELL
from audits import gates
from audits.actions.award import last_day
from audits.actions.berufung import FUNCTION_RIGHTS
from audits.actions.cycle import _plan_reports
from audits.models import (
    AuditCycle,
    Award,
    Begutachtung,
    Berufung,
    BerufungFunction,
    Beschluss,
    CycleGrant,
    Fassung,
    FassungKind,
    Goal,
    Judgement,
    Measure,
    PhaseRun,
    Result,
    Topic,
    Zustimmung,
)
from audits.papers import freezing
from handlungsfelder.actions import verfahren as verfahren_actions
from handlungsfelder.models import GateKind, Party, VerfahrenVersion
from handlungsfelder.template import FOLDER, Template, read

numbers = count(1)


def a_user(name: str = "Person") -> User:
    n = next(numbers)
    return User.objects.create_user(f"person{n}@kommune.example", None, name=f"{name} {n}")


def an_organisation(kind=OrganisationKind.KOMMUNE, name: str = "") -> Organisation:
    return Organisation.objects.create(kind=kind, name=name or f"Musterstadt {next(numbers)}")


def member_of(organisation: Organisation, role: Role = Role.READER) -> User:
    """A member with the role, and the grants that it brings."""
    return members_of([(organisation, role)])[0]


def members_of(places: list[tuple[Organisation, Role]]) -> list[User]:
    """Somebody in each of these roles, in four statements however many there are."""
    users = users_named(Role(role).label for _, role in places)
    Mitgliedschaft.objects.bulk_create(
        Mitgliedschaft(organisation=organisation, user=user, role=role)
        for (organisation, role), user in zip(places, users, strict=True)
    )
    give(
        OrganisationGrant,
        [
            (user, right, organisation)
            for (organisation, role), user in zip(places, users, strict=True)
            for right in ROLE_RIGHTS[role]
        ],
    )
    return users


def users_named(names: Iterable[str]) -> list[User]:
    made = [
        User(email=f"person{n}@kommune.example", name=f"{name} {n}")
        for name, n in zip(names, numbers, strict=False)
    ]
    for user in made:
        user.set_unusable_password()
    return User.objects.bulk_create(made)


def give(model: type[Model], rights: list[tuple[User, str, Model]]) -> None:
    """Grants, as the actions would write them."""
    names = {codename(right, obj) for _, right, obj in rights}
    known = {one.codename: one for one in Permission.objects.filter(codename__in=names)}
    model.objects.bulk_create(
        model(user=user, permission=known[codename(right, obj)], content_object=obj)
        for user, right, obj in rights
    )


def a_traeger() -> Organisation:
    return an_organisation(OrganisationKind.TRAEGER, f"Verein {next(numbers)}")


HOUSE = "Verein der Vorlagen"


def a_version(
    number: int = 2, owner: Organisation | None = None, code: str = "FGK-K"
) -> VerfahrenVersion:
    """A published shipped template of a Träger, a new one unless it is named."""
    owner = owner or a_traeger()
    found = VerfahrenVersion.objects.filter(
        verfahren__owner=owner, verfahren__code=code, number=number
    )
    return found.first() or published(read(FOLDER / f"{code.lower()}-{number}.toml"), owner)


def the_version() -> VerfahrenVersion:
    """The one that lies in the database before each test, since entering it takes its time."""
    house = Organisation.objects.filter(name=HOUSE).first()
    return a_version(owner=house or an_organisation(OrganisationKind.TRAEGER, HOUSE))


def published(template: Template, owner: Organisation | None = None) -> VerfahrenVersion:
    """Any template, as a version on which cycles can begin."""
    owner = owner or a_traeger()
    director = member_of(owner, Role.DIRECTOR)
    version = verfahren_actions.enter(owner=owner, template=template, by=director)
    return verfahren_actions.publish(version=version, by=director)


@dataclass
class Cast:
    """One person for each role around a cycle; `stranger` has none."""

    office: User
    director: User
    editor: User
    signatory: User
    reader: User
    auditor: User
    assessors: list[User]
    stranger: User


def appointed(cycle: AuditCycle, function: str, *, declared: bool = True, by: User) -> User:
    """Somebody with a Berufung and its grant; assessors have declared unless told otherwise."""
    (user,) = sent(cycle, [function], declared=declared, by=by)
    gates.settle(cycle)
    return user


def sent(cycle: AuditCycle, functions: list[str], *, declared: bool = True, by: User) -> list[User]:
    users = users_named("Berufen" for _ in functions)
    Berufung.objects.bulk_create(
        Berufung(
            cycle=cycle,
            user=user,
            function=function,
            appointed_on=clock.today(),
            appointed_by=by,
            declared_at=clock.now() if declared else None,
        )
        for user, function in zip(users, functions, strict=True)
    )
    rights = (FUNCTION_RIGHTS[BerufungFunction(function)] for function in functions)
    give(CycleGrant, [(user, right, cycle) for user, right in zip(users, rights, strict=True)])
    return users


def acts(user: User) -> None:
    """Tells the database who acts, as every action does."""
    with connection.cursor() as cursor:
        cursor.execute(TELL, [str(user.pk), ""])


def turned(award: Award, state: str, reason: str, on: dt.date | None = None) -> Award:
    """It has come to this state, as the action would write it."""
    award.turns.create(
        cycle=award.cycle, state=state, on=on or clock.today(), reason=reason, by=a_user()
    )
    award.refresh_from_db()
    return award


def cast_of(cycle: AuditCycle) -> Cast:
    """New people for every role; call it once a test."""
    main = cycle.parties.filter(function=Party.MAIN).earliest("pk").organisation
    office, director, editor, signatory, reader, stranger = members_of(
        [
            (cycle.owner, Role.OFFICE),
            (cycle.owner, Role.DIRECTOR),
            (main, Role.EDITOR),
            (main, Role.SIGNATORY),
            (main, Role.READER),
            (an_organisation(), Role.SIGNATORY),
        ]
    )
    functions = [BerufungFunction.AUDITOR, *2 * [BerufungFunction.ASSESSOR]]
    # Three hands: who signs off and who issues have not chosen who judges.
    auditor, *assessors = sent(cycle, functions, by=a_user("Berufende"))
    gates.settle(cycle)
    return Cast(office, director, editor, signatory, reader, auditor, assessors, stranger)


def a_partner(cycle: AuditCycle, organisation: Organisation | None = None) -> Organisation:
    """An organisation that was invited and contributes."""
    organisation = organisation or an_organisation(OrganisationKind.PARTNER)
    by, now = a_user(), clock.now()
    cycle.mitwirkungen.create(
        organisation=organisation,
        **dict.fromkeys(("proposed_at", "given_at", "accepted_at"), now),
        **dict.fromkeys(("proposed_by", "given_by", "accepted_by"), by),
    )
    cycle.parties.create(
        organisation=organisation, function=Party.PARTNER, verfahren=cycle.version.verfahren
    )
    return organisation


def a_cycle(
    at: str = "erstkontakt", version: VerfahrenVersion | None = None, name: str = ""
) -> AuditCycle:
    """A cycle in the phase with this code, with what the phases before leave behind."""
    version = version or the_version()
    sides = [(side, an_organisation(side["kinds"][0], name)) for side in version.sides]
    today = clock.today()
    cycle = AuditCycle.objects.create(
        version=version,
        owner=version.verfahren.owner,
        title=" und ".join(organisation.name for _, organisation in sides),
        subject="Nordviertel" if version.subject_kind else "",
        rhythm_months=next(iter(version.rhythms), None),
        began_on=today,
        started_on=today,
    )
    for side, organisation in sides:
        cycle.parties.create(
            organisation=organisation,
            function=Party.MAIN,
            side=side["code"],
            signs=True,
            verfahren=version.verfahren,
            subject=cycle.subject,
        )
    office = member_of(cycle.owner, Role.OFFICE)
    for run in runs_until(at, cycle, office):
        _prepare(cycle, run, office)
        if run.phase.code != at:
            _leave_behind(cycle, run, office)
    gates.settle(cycle)
    return AuditCycle.objects.select_related("version__verfahren").get(pk=cycle.pk)


def runs_until(at: str, cycle: AuditCycle, by: User) -> list[PhaseRun]:
    """Those of the phases before it are left, its own is open."""
    today = clock.today()
    way = [phase for phase in cycle.version.way if not phase.only_in_programme]
    codes = [phase.code for phase in way]
    last = codes.index(at) if at in codes else len(way)
    return PhaseRun.objects.bulk_create(
        PhaseRun(
            cycle=cycle,
            phase=phase,
            began_on=today,
            due_on=today + dt.timedelta(days=30),
            left_on=today if place < last else None,
            left_by=by if place < last else None,
        )
        for place, phase in enumerate(way[: last + 1])
    )


def _prepare(cycle, run, by):
    for gate in (one for one in run.phase.gates.all() if one.kind == GateKind.REPORTS):
        _plan_reports(cycle, run, gate.parameters["months"])


def _leave_behind(cycle, run, by):
    """What the gates of this phase ask for, as far as later phases build on it."""
    for gate in run.phase.gates.all():
        kind = gate.kind
        if kind == GateKind.BESCHLUSS and gate.parameters["topic"] != Topic.AGREEMENT:
            continue
        BEHIND.get(kind, lambda *_: None)(cycle, run, by)


def a_goal(cycle: AuditCycle, feld=None, by: User | None = None, title: str = "Ein Ziel") -> Goal:
    by = by or a_user()
    feld = feld or cycle.felder[0]
    return Goal.objects.create(
        cycle=cycle,
        handlungsfeld=feld,
        position=cycle.goals.filter(handlungsfeld=feld).count() + 1,
        title=title,
        version=1,
        saved_at=clock.now(),
        saved_by=by,
    )


def whole_measure() -> dict[str, object]:
    return {
        "title": "Eine Maßnahme",
        "responsible": "Fachbereich Jugend",
        "ends_on": clock.today() + dt.timedelta(days=365),
    }


def a_measure(goal: Goal, by: User | None = None, **fields) -> Measure:
    """A whole measure: it says who is responsible and until when."""
    given = whole_measure() | fields
    return Measure.objects.create(
        cycle=goal.cycle,
        goal=goal,
        position=goal.measures.count() + 1,
        version=1,
        saved_at=clock.now(),
        saved_by=by or a_user(),
        **given,
    )


def _goals(cycle, run, by):
    if cycle.goals.exists():
        return
    about = {"cycle": cycle, "position": 1, "version": 1, "saved_at": clock.now(), "saved_by": by}
    goals = Goal.objects.bulk_create(
        Goal(handlungsfeld=feld, title=f"Ziel in {feld}", **about) for feld in cycle.felder
    )
    Measure.objects.bulk_create(Measure(goal=goal, **whole_measure(), **about) for goal in goals)


def a_fassung(
    cycle: AuditCycle, by: User, kind=FassungKind.AGREEMENT, content=None, run=None
) -> Fassung:
    text, sha = freezing.canonical(content or freezing.agreement(cycle))
    run = run or cycle.open_run
    return Fassung.objects.create(
        cycle=cycle,
        kind=kind,
        number=cycle.fassungen.filter(kind=kind).count() + 1,
        run=run,
        round=run.round if run else 1,
        content=text,
        sha256=sha,
        frozen_at=clock.now(),
        frozen_by=by,
    )


def _fassung(cycle, run, by):
    if not cycle.fassungen.filter(kind=FassungKind.AGREEMENT).exists():
        a_fassung(cycle, by, run=run)


def _consents(cycle, run, by):
    fassung = cycle.fassungen.get(kind=FassungKind.AGREEMENT)
    for party in cycle.parties.filter(signs=True):
        Zustimmung.objects.create(
            cycle=cycle,
            fassung=fassung,
            organisation=party.organisation,
            given_at=clock.now(),
            given_by=by,
        )


def _beschluss(cycle, run, by):
    Beschluss.objects.create(
        cycle=cycle,
        run=run,
        topic=Topic.AGREEMENT,
        body="Rat",
        session_on=clock.today(),
        result=Result.ADOPTED,
        is_authoritative=True,
        fassung=cycle.fassungen.get(kind=FassungKind.AGREEMENT),
        entered_by=by,
    )


def _dossier(cycle, run, by):
    agreement = cycle.fassungen.get(kind=FassungKind.AGREEMENT)
    content = freezing.dossier(cycle, agreement, [])
    Begutachtung.objects.create(
        cycle=cycle,
        run=run,
        round=run.round,
        dossier=a_fassung(cycle, by, FassungKind.DOSSIER, content, run),
        submitted_at=clock.now(),
        submitted_by=by,
    )


def _sign_off(cycle, run, by):
    begutachtung = cycle.begutachtungen.get()
    begutachtung.judgement = Judgement.POSITIVE
    begutachtung.signed_at, begutachtung.signed_by = clock.now(), a_user()
    begutachtung.save()


def _award(cycle, run, by):
    today = clock.today()
    Award.objects.create(
        cycle=cycle,
        run=run,
        begutachtung=cycle.begutachtungen.first(),
        fassung=cycle.fassungen.get(kind=FassungKind.AGREEMENT),
        number=f"FGK-{today.year}-T{next(numbers)}",
        title=cycle.version.certificate_title,
        valid_from=today,
        valid_to=last_day(cycle, today),
        awarded_on=today,
        awarded_by=by,
    )


BEHIND = {
    GateKind.GOALS: _goals,
    GateKind.FASSUNG: _fassung,
    GateKind.CONSENT: _consents,
    GateKind.BESCHLUSS: _beschluss,
    GateKind.SUBMISSION: _dossier,
    GateKind.SIGN_OFF: _sign_off,
    GateKind.AWARD: _award,
}
