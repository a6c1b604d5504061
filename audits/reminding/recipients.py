"""Who is reminded of a task, when, and why this person: tables and pure functions.

Only `tasks` and `People.around` ask the database, equally often for any number of cycles.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.timezone import get_default_timezone, localtime

from auditportal.models import Mitgliedschaft, Role, User
from auditportal.notation import counted, sentence, shortened
from auditportal.permissions import ROLE_RIGHTS
from audits.models import AuditCycle, Berufung, CycleParty, Task
from handlungsfelder.models import Party, Right

STAGES = (-60, -30, -7, -1, 1, 7, 30, 60)  # days after the day on which a task is due
MORNING = dt.time(7)  # one moment a day, so that all reminders of a person fit into one mail
INSIDE = {Party.AUDITOR, Party.ASSESSOR}


def next_mailing(now: dt.datetime) -> dt.datetime:
    """The coming morning; what is planned later than that waits for the next one."""
    today = morning(localtime(now).date())
    return today if now <= today else today + dt.timedelta(days=1)


def morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, MORNING, get_default_timezone())


def reached(due_on: dt.date, day: dt.date) -> int | None:
    """The newest stage that has come by this day; nobody is told the older ones any more."""
    return max((stage for stage in STAGES if day_of(due_on, stage) <= day), default=None)


def coming(due_on: dt.date, day: dt.date) -> int | None:
    """The first stage after this day."""
    return min((stage for stage in STAGES if day_of(due_on, stage) > day), default=None)


def day_of(due_on: dt.date, stage: int) -> dt.date:
    return due_on + dt.timedelta(days=stage)


def stage_label(stage: int) -> str:
    return f"{counted(abs(stage), 'Tag', 'Tage')} {'vor' if stage < 0 else 'nach'} der Frist"


def distance_label(due_on: dt.date, today: dt.date) -> str:
    """How far away a day is, in words."""
    days = (due_on - today).days
    near = {0: "heute", 1: "morgen", -1: "seit gestern überschritten"}
    far = counted(abs(days), "Tag", "Tagen")
    return near.get(days, f"in {far}" if days > 0 else f"seit {far} überschritten")


def identity(task: Task) -> str:
    """What stays the same however often `settle` writes the row anew: never its id."""
    return f"{task.run_id}:{task.gate_id}:{_digest(task.subject)}:{task.due_on}"


def key(task: Task, stage: int, recipient: str) -> str:
    return f"{identity(task)}:{stage}:{_digest(recipient.lower())}"


def identity_in(key: str) -> str:
    return key.rsplit(":", 2)[0]


def _digest(text: str) -> str:
    """Short and of fixed length, whatever people typed."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def tasks(**about) -> list[Task]:
    """Open tasks with a day, the earliest first."""
    dated = Task.objects.possible().filter(due_on__isnull=False, **about).select_related("assignee")
    return list(dated.order_by("due_on", "pk"))


@dataclass(frozen=True)
class Upcoming:
    """The next reminder of a task, if it stays open until then."""

    on: dt.date
    stage: str
    task: Task


def upcoming(open_tasks: Iterable[Task], now: dt.datetime) -> list[Upcoming]:
    """What follows on the coming morning's mails, by day."""
    day = next_mailing(now).date()
    dated = [(task, task.due_on) for task in open_tasks if task.due_on]
    stages = [(task, due_on, coming(due_on, day)) for task, due_on in dated]
    found = [
        Upcoming(day_of(due_on, stage), stage_label(stage), task)
        for task, due_on, stage in stages
        if stage is not None
    ]
    return sorted(found, key=lambda one: (one.on, one.task.pk))


@dataclass(frozen=True)
class Recipient:
    """A person who is told, and the sentence that says why it is this one."""

    email: str
    name: str
    why: str
    user_id: int | None = None


@dataclass
class People:
    """Everybody who could be told about some cycles, by where they stand."""

    cycles: dict[int, AuditCycle]
    parties: dict[int, list[CycleParty]] = field(default_factory=lambda: defaultdict(list))
    members: dict[int, list[Mitgliedschaft]] = field(default_factory=lambda: defaultdict(list))
    appointed: dict[int, list[Berufung]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def around(cls, pks: Iterable[int]) -> "People":
        cycles = AuditCycle.objects.filter(pk__in=set(pks)).select_related("contact", "owner")
        people = cls({cycle.pk: cycle for cycle in cycles})
        organisations = {cycle.owner_id for cycle in people.cycles.values()}
        for party in CycleParty.objects.filter(cycle__in=people.cycles):
            people.parties[party.cycle_id].append(party)
            organisations.add(party.organisation_id)
        members = Mitgliedschaft.objects.open().filter(organisation__in=organisations)
        for one in members.select_related("user", "organisation").order_by("user__name", "pk"):
            people.members[one.organisation_id].append(one)
        berufungen = Berufung.objects.active().filter(cycle__in=people.cycles)
        for one in berufungen.select_related("user").order_by("user__name", "pk"):
            people.appointed[one.cycle_id].append(one)
        return people

    def organisations(self, task: Task) -> list[int]:
        """Whose turn it is, as organisations; a side may consist of two of equal right."""
        if task.party == Party.TRAEGER:
            return [self.cycles[task.cycle_id].owner_id]
        return [party.organisation_id for party in self.sides(task)]

    def sides(self, task: Task) -> list[CycleParty]:
        """All of that function, or the one that the task names."""
        return [
            party
            for party in self.parties[task.cycle_id]
            if party.function == task.party
            and task.organisation_id in (None, party.organisation_id)
        ]


def recipients(task: Task, people: People) -> list[Recipient]:
    """Those who can act; where there is nobody, the next of the chain who has anybody."""
    for link in CHAIN:
        found = {one.email.lower(): one for one in link(task, people)}
        if found:
            return list(found.values())
    return []


def _who_can_act(task: Task, people: People) -> Iterator[Recipient]:
    if task.assignee_id:
        yield from _assigned(task)
    elif task.party in INSIDE:
        yield from _appointed(task, people)
    else:
        yield from _members(task, people)


def _assigned(task):
    yield from _of(task.assignee, "Persönlich zugeteilt.")


def _appointed(task, people):
    label = people.cycles[task.cycle_id].version.party_label(task.party)
    for one in people.appointed[task.cycle_id]:
        if one.function == task.party:
            yield from _of(one.user, f"Hier berufen: {label}.")


def _members(task, people):
    silent = {side.organisation_id for side in people.sides(task) if not side.signs}
    for organisation in people.organisations(task):
        if task.right == Right.SIGN and organisation in silent:
            continue
        for one in closest(people.members[organisation], task.right):
            yield from _of(one.user, _role(one))


def closest(members: list[Mitgliedschaft], right: str) -> list[Mitgliedschaft]:
    """Of those with the right, the ones whose role brings least beside it: who signs is not
    bothered with what others are there to write."""
    able = [one for one in members if right in ROLE_RIGHTS[one.role] and one.user.is_active]
    least = min((len(ROLE_RIGHTS[one.role]) for one in able), default=0)
    return [one for one in able if len(ROLE_RIGHTS[one.role]) == least]


def _contact(task, people):
    cycle = people.cycles[task.cycle_id]
    if task.party in {*INSIDE, Party.TRAEGER} or not cycle.contact:
        return
    if cycle.contact.email and task.organisation_id in (None, cycle.contact.organisation_id):
        why = "Als Kontakt eingetragen; dafür ist dort sonst niemand zuständig."
        yield Recipient(cycle.contact.email, cycle.contact.name, why)


def _signatories(task, people):
    for organisation in () if task.party in INSIDE else people.organisations(task):
        for one in people.members[organisation]:
            if one.role in (Role.SIGNATORY, Role.DIRECTOR):
                yield from _of(one.user, f"{_role(one)} Dafür ist dort sonst niemand zuständig.")


def _office(task, people):
    owner = people.cycles[task.cycle_id].owner_id
    for one in closest(people.members[owner], Right.RUN):
        yield from _of(one.user, f"{_role(one)} Dafür ist sonst niemand zuständig.")


def _of(user: User, why: str) -> Iterator[Recipient]:
    if user.is_active and user.email:
        yield Recipient(user.email, str(user), shortened(why, 200), user.pk)


def _role(member: Mitgliedschaft) -> str:
    return sentence(f"Rolle „{member.get_role_display()}“ bei: {member.organisation}.")


CHAIN = (_who_can_act, _contact, _signatories, _office)
