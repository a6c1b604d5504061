"""The mails of this room: plain text, why it came, who else got it, one link."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from auditportal import clock
from auditportal.mails import sender
from auditportal.models import OutboxState
from audits.models import Reminder, Task
from audits.reminding import recipients
from audits.reminding.recipients import People, Recipient
from handlungsfelder.models import Right

MOST = 30  # tasks that one mail spells out; whoever has more finds them on the start page


@dataclass
class Item:
    """What a mail says about one reminder, read at the moment of sending."""

    row: Reminder
    title: str
    procedure: str
    sentences: list[str]
    person: Recipient
    others: list[str]
    owner: str
    office: str

    @property
    def distance(self) -> str:
        return recipients.distance_label(self.row.due_on, clock.today())


def compose(*rows: Reminder) -> EmailMessage | None:
    """One mail to one person; a reminder whose task is done, or not theirs any more, is dropped."""
    items = _items(rows)
    named = {item.row.pk for item in items}
    for row in rows:
        if row.pk not in named:
            row.state = OutboxState.DROPPED
    if not items:
        return None
    first, several = items[0], len(items) > 1
    context = {
        "name": first.person.name,
        "items": items[:MOST],
        "several": several,
        "more": len(items) - MOST,
        "address": settings.PUBLIC_URL + ("/" if several else first.row.link),
    }
    about = f"{len(items)} Aufgaben" if several else f"{first.title}, Frist {first.distance}"
    body = render_to_string("mails/reminder.txt", context)
    name, replies = _sent_for(items)
    recipient = [rows[0].recipient]
    return EmailMessage(f"Erinnerung: {about}", body, sender(name), recipient, reply_to=replies)


def _sent_for(items: list[Item]) -> tuple[str, list[str]]:
    """The Träger of them all, and who reads the answers there."""
    owners = {item.owner: item.office for item in items}
    if len(owners) > 1:
        return "", []
    ((name, office),) = owners.items()
    return name, [office] if office else []


def _items(rows: Iterable[Reminder]) -> list[Item]:
    """The newest stage of each task that is still open and still this person's, by its day."""
    by_stage = sorted(rows, key=lambda row: row.stage)
    newest = {recipients.identity_in(row.key): row for row in by_stage}
    days = {row.due_on for row in by_stage}
    tasks = recipients.tasks(cycle__in={row.cycle_id for row in by_stage}, due_on__in=days)
    people = People.around(task.cycle_id for task in tasks)
    now_open: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        now_open[recipients.identity(task)].append(task)
    items = (_item(row, now_open[name], people) for name, row in newest.items())
    return sorted(filter(None, items), key=lambda item: (item.row.due_on, item.row.pk))


def _item(row: Reminder, tasks: list[Task], people: People) -> Item | None:
    """None where nothing of it is left for this person to do."""
    person, sentences, others = None, [], {}
    for task in tasks:
        by_email = {one.email.lower(): one for one in recipients.recipients(task, people)}
        own = by_email.pop(row.recipient.lower(), None)
        if own:
            person = own
            sentences.append(task.text)
            others |= {email: one.name for email, one in by_email.items()}
    if person is None:
        return None
    cycle = people.cycles[row.cycle_id]
    names = list(others.values())
    office = recipients.closest(people.members[cycle.owner_id], Right.RUN)
    return Item(
        row,
        str(cycle),
        cycle.version.verfahren.name,
        sentences,
        person,
        names,
        str(cycle.owner),
        office[0].user.email if office else "",
    )
