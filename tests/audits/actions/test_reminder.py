"""Planned once for the coming morning, sent as one mail, dropped when there is no cause left."""

import datetime as dt
import re
import time
from threading import Thread

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from auditportal import clock
from auditportal.machine.engines.server import free_port
from auditportal.models import OutboxState, Role
from audits import gates
from audits.actions import berufung as berufungen
from audits.actions import jahresbericht as berichte
from audits.actions import reminder as actions
from audits.actions import vermerk as vermerke
from audits.models import AuditCycle, Berufung, BerufungFunction, Reminder, Task
from audits.reminding import recipients
from audits.tasks import close_berufungen, drain_reminders, plan_reminders
from handlungsfelder.models import Party
from tests import clones
from tests.factories.audits import a_cycle, a_traeger, a_version, appointed, member_of

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def morning() -> dt.datetime:
    return recipients.next_mailing(clock.now())


def due_at_stage(cycle: AuditCycle, stage: int) -> AuditCycle:
    """Its open phase is due so that the coming morning is the day of this stage; long recorded."""
    AuditCycle.objects.filter(pk=cycle.pk).update(recorded_at=LONG_AGO)
    due_on = morning().date() - dt.timedelta(days=stage)
    cycle.runs.open().update(due_on=due_on)
    gates.settle(cycle)
    return cycle


def drain(at: dt.datetime | None = None) -> int:
    """In the coming morning."""
    with clock.stopped_at(at or morning() + dt.timedelta(minutes=1)):
        return actions.drain()


def stages() -> list[int]:
    return sorted(Reminder.objects.values_list("stage", flat=True))


def states() -> list[str]:
    return sorted(Reminder.objects.values_list("state", flat=True))


def office_of(cycle):
    return cycle.owner.mitgliedschaften.get(role=Role.OFFICE).user


def main_of(cycle):
    return cycle.parties.get(function=Party.MAIN).organisation


# --- planning ------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("stage", recipients.STAGES)
def test_a_stage_is_planned_for_the_morning_of_its_day(stage):
    cycle = due_at_stage(a_cycle(), stage)
    task = cycle.tasks.get()

    assert actions.plan() == 1

    planned = Reminder.objects.get()
    assert (planned.stage, planned.state, planned.due_at) == (stage, "planned", morning())
    assert (planned.recipient, planned.user) == (office_of(cycle).email, office_of(cycle))
    assert (planned.text, planned.link, planned.due_on) == (task.text, task.link, task.due_on)
    assert planned.why == f"Rolle „Geschäftsstelle“ bei: {cycle.owner}."


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [-61, -90])
def test_what_is_far_away_is_not_planned(stage):
    due_at_stage(a_cycle(), stage)

    assert actions.plan() == 0


@pytest.mark.django_db
def test_a_task_without_a_day_is_not_planned():
    cycle = a_cycle()
    cycle.runs.update(due_on=None)
    gates.settle(cycle)

    assert actions.plan() == 0


@pytest.mark.django_db
def test_what_is_planned_is_not_planned_again_however_often_the_task_is_written():
    cycle = due_at_stage(a_cycle(), -7)
    actions.plan()

    Task.objects.all().delete()
    gates.settle(cycle)

    assert (actions.plan(), actions.plan()) == (0, 0)
    assert stages() == [-7]


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "stage"), [(-5, -7), (0, -1), (20, 7), (500, 60)])
def test_after_days_without_a_planner_only_the_newest_stage_is_made_up_for(day, stage):
    due_at_stage(a_cycle(), day)

    actions.plan()

    assert stages() == [stage]


@pytest.mark.django_db
def test_over_the_months_each_stage_is_planned_once():
    cycle = a_cycle()
    due_on = cycle.tasks.get().due_on
    start = dt.datetime.combine(due_on - dt.timedelta(days=70), dt.time(12), dt.UTC)

    for half_days in range(280):
        with clock.stopped_at(start + half_days * dt.timedelta(hours=12)):
            actions.plan()

    days = {row.stage: clock.day_of(row.due_at) for row in Reminder.objects.all()}
    assert stages() == list(recipients.STAGES)
    assert days == {stage: recipients.day_of(due_on, stage) for stage in recipients.STAGES}


@pytest.mark.django_db
def test_a_moved_deadline_is_reminded_anew():
    cycle = due_at_stage(a_cycle(), -1)
    actions.plan()

    due_at_stage(cycle, -7)

    assert actions.plan() == 1
    assert stages() == [-7, -1]


@pytest.mark.django_db
def test_a_replayed_past_is_noted_and_not_sent(smtp):
    due_at_stage(a_cycle(), -7)

    with clock.stopped_at(morning()):
        actions.plan()

    assert drain() == 0
    assert (states(), smtp.mails) == ([OutboxState.HISTORIC], [])


@pytest.mark.django_db
def test_no_reminder_of_a_past_is_dated_after_its_stage(smtp):
    due_at_stage(a_cycle(), -7)

    with clock.stopped_at(morning() - dt.timedelta(hours=12)):
        assert actions.plan() == 0
    with clock.stopped_at(morning() + dt.timedelta(days=3)):
        actions.plan()

    (row,) = Reminder.objects.all()
    assert (row.state, row.due_at) == (OutboxState.HISTORIC, morning())


@pytest.mark.django_db
def test_a_stage_from_before_the_portal_knew_the_cycle_is_noted_and_the_next_one_sent(smtp):
    cycle = due_at_stage(a_cycle(), -5)
    AuditCycle.objects.update(recorded_at=clock.now())

    actions.plan()
    assert (stages(), states()) == ([-7], [OutboxState.HISTORIC])

    due_at_stage(cycle, -1)
    AuditCycle.objects.update(recorded_at=clock.now())
    actions.plan()

    assert drain() == 1
    assert states() == [OutboxState.HISTORIC, OutboxState.SENT]


@pytest.mark.django_db
def test_planning_costs_as_many_queries_for_two_cycles_as_for_twenty():
    version, counts = a_version(), []

    for more in (2, 18):
        for _ in range(more):
            due_at_stage(a_cycle(version=version), -7)
        with CaptureQueriesContext(connection) as queries:
            actions.plan()
        counts.append(len(queries))

    assert Reminder.objects.values("cycle").distinct().count() == 20
    assert counts[0] == counts[1] <= 12


@pytest.mark.django_db
def test_the_key_is_unique_in_the_database():
    due_at_stage(a_cycle(), -7)
    actions.plan()
    planned = Reminder.objects.get()
    planned.pk = None

    Reminder.objects.bulk_create([planned], ignore_conflicts=True)

    assert Reminder.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_planners_at_once_plan_everything_once():
    version = a_version()
    for _ in range(5):
        due_at_stage(a_cycle(version=version), -7)
    expected = 5 * version.verfahren.owner.mitgliedschaften.filter(role=Role.OFFICE).count()
    planned = []

    def plan():
        try:
            planned.append(actions.plan())
        finally:
            connection.close()

    planners = [Thread(target=plan) for _ in range(2)]
    for planner in planners:
        planner.start()
    for planner in planners:
        planner.join()

    assert sorted(planned) == [0, expected]
    assert Reminder.objects.count() == expected


# --- sending -------------------------------------------------------------------------------------


def text(mail) -> str:
    return mail.get_content().replace("\r\n", "\n")


@pytest.mark.django_db
def test_one_reminder_is_a_mail_with_reason_company_and_one_link(smtp):
    cycle = due_at_stage(a_cycle(), -7)
    office = office_of(cycle)
    colleague = member_of(cycle.owner, Role.OFFICE)
    task = cycle.tasks.get()
    actions.plan()

    assert drain() == 2

    (mail,) = smtp.to(office.email)
    assert mail["To"] == office.email
    assert mail["Subject"] == f"Erinnerung: {cycle.title}, Frist in 7 Tagen"
    assert text(mail) == (
        f"Guten Tag {office},\n"
        "\n"
        "diese Aufgabe wartet auf Sie:\n"
        "\n"
        f"{cycle.title} · {cycle.version.verfahren}\n"
        f"{task.text}\n"
        f"Frist: {task.due_on:%d.%m.%Y} (in 7 Tagen)\n"
        f"Warum Sie: Rolle „Geschäftsstelle“ bei: {cycle.owner}.\n"
        f"Auch erinnert: {colleague}\n"
        "\n"
        "Zur Aufgabe:\n"
        f"{settings.PUBLIC_URL}{task.link}\n"
        "\n"
        "Das Auditportal erinnert Sie höchstens einmal am Tag. Ist eine Aufgabe erledigt, kommt"
        " dazu keine\nMail mehr.\n"
    )


@pytest.mark.django_db
def test_what_one_person_is_to_know_on_one_day_is_one_mail(smtp):
    version = a_version()
    cycles = [due_at_stage(a_cycle(version=version), stage) for stage in (7, -30)]
    office = office_of_all(version)
    actions.plan()

    drain()

    (mail,) = smtp.to(office.email)
    body = text(mail)
    assert mail["Subject"] == "Erinnerung: 2 Aufgaben"
    assert body.index(cycles[0].title) < body.index(cycles[1].title)
    assert re.findall(r"\(.*\)", body) == ["(seit 7 Tagen überschritten)", "(in 30 Tagen)"]
    assert re.findall(r"https?://\S+", body) == [f"{settings.PUBLIC_URL}/"]
    assert drain() == 0


def office_of_all(version):
    """One more person who runs everything of this Träger."""
    return member_of(version.verfahren.owner, Role.OFFICE)


@pytest.mark.django_db
def test_a_long_list_is_cut_and_says_so(smtp):
    cycle = due_at_stage(a_cycle(), -7)
    task = cycle.tasks.get()
    for n in range(34):
        task.pk, task.subject = None, f"Gegenstand {n}"
        task.save()
    actions.plan()

    drain()

    (mail,) = smtp.mails
    assert mail["Subject"] == "Erinnerung: 35 Aufgaben"
    assert text(mail).count("Frist: ") == 30
    assert "Dazu kommen weitere Aufgaben: 5\n" in text(mail)
    assert states() == [OutboxState.SENT] * 35


@pytest.mark.django_db
def test_two_sentences_about_the_same_thing_are_one_reminder(smtp):
    cycle = due_at_stage(a_cycle(), -7)
    task = cycle.tasks.get()
    task.pk, task.text = None, "Und noch etwas fehlt."
    task.save()
    actions.plan()

    drain()

    (mail,) = smtp.mails
    assert Reminder.objects.count() == 1
    assert all(sentence in text(mail) for sentence in cycle.tasks.values_list("text", flat=True))


@pytest.mark.django_db
def test_what_was_done_meanwhile_is_dropped(smtp):
    cycle = due_at_stage(a_cycle(), -7)
    run = cycle.open_run
    actions.plan()

    vermerke.note(
        run=run, gate=run.phase.gates.get(), on=clock.today(), text="", by=office_of(cycle)
    )

    assert drain() == 0
    assert (states(), smtp.mails) == ([OutboxState.DROPPED], [])


@pytest.mark.django_db
def test_a_mail_tells_what_is_left_and_drops_what_is_done(smtp):
    version = a_version()
    done, left = (due_at_stage(a_cycle(version=version), -7) for _ in range(2))
    office = office_of_all(version)
    actions.plan()

    Task.objects.filter(cycle=done).delete()
    drain()

    (mail,) = smtp.to(office.email)
    assert mail["Subject"] == f"Erinnerung: {left.title}, Frist in 7 Tagen"
    rows = Reminder.objects.filter(recipient=office.email)
    assert rows.get(cycle=done).state == OutboxState.DROPPED
    assert rows.get(cycle=left).state == OutboxState.SENT


@pytest.mark.django_db
def test_a_moved_deadline_sends_one_mail_for_the_new_day(smtp):
    cycle = due_at_stage(a_cycle(), -1)
    actions.plan()
    due_at_stage(cycle, -7)
    actions.plan()

    drain()

    (mail,) = smtp.mails
    assert "(in 7 Tagen)" in text(mail)
    assert states() == [OutboxState.DROPPED, OutboxState.SENT]


@pytest.mark.django_db
def test_of_two_stages_that_wait_only_the_newer_one_is_told(smtp):
    cycle = due_at_stage(a_cycle(), -1)
    actions.plan()
    newer = Reminder.objects.get()
    key = recipients.key(cycle.tasks.get(), -7, newer.recipient)
    older = Reminder.objects.get()
    older.pk, older.key, older.stage = None, key, -7
    older.due_at -= dt.timedelta(days=6)
    older.save()

    drain()

    assert len(smtp.mails) == 1
    assert Reminder.objects.get(stage=-7).state == OutboxState.DROPPED
    assert Reminder.objects.get(stage=-1).state == OutboxState.SENT


@pytest.mark.django_db
def test_who_handed_the_task_over_is_not_reminded_of_it(smtp):
    cycle = a_cycle(at="umsetzung")
    editor = member_of(main_of(cycle), Role.EDITOR)
    report = cycle.jahresberichte.get(number=1)
    cycle.jahresberichte.filter(pk=report.pk).update(due_on=morning().date() + dt.timedelta(days=7))
    due_at_stage(cycle, -7)
    actions.plan()
    assert list(Reminder.objects.values_list("recipient", flat=True)) == [editor.email]

    berichte.carry_over(report=report, by=editor)
    berichte.submit(report=report, by=editor)

    assert drain() == 0
    assert (states(), smtp.mails) == ([OutboxState.DROPPED], [])


@pytest.mark.django_db
def test_who_left_after_the_planning_is_not_reminded(smtp):
    cycle = due_at_stage(a_cycle(), -7)
    staying, leaving = office_of(cycle), member_of(cycle.owner, Role.OFFICE)
    actions.plan()

    leaving.mitgliedschaften.update(ended_on=clock.today())
    drain()

    assert smtp.to(leaving.email) == []
    assert len(smtp.to(staying.email)) == 1
    assert states() == [OutboxState.DROPPED, OutboxState.SENT]


@pytest.mark.django_db
def test_a_mail_costs_as_many_queries_for_two_tasks_as_for_twenty(smtp):
    counts = []

    for number in (2, 20):
        version = a_version(owner=a_traeger())
        office = office_of_all(version)
        for _ in range(number):
            due_at_stage(a_cycle(version=version), -7)
        actions.plan()
        Reminder.objects.exclude(recipient=office.email).delete()
        with CaptureQueriesContext(connection) as queries:
            assert drain() == 1
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_write_one_mail_to_each_person(smtp):
    version = a_version()
    offices = [office_of_all(version) for _ in range(3)]
    for _ in range(5):
        due_at_stage(a_cycle(version=version), -7)
    actions.plan()

    def send():
        try:
            drain()
        finally:
            connection.close()

    senders = [Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert [len(smtp.to(office.email)) for office in offices] == [1, 1, 1]
    assert set(states()) == {OutboxState.SENT}


# --- woken by Celery, carried by the database ----------------------------------------------------


@pytest.fixture
def worker_sends_here(monkeypatch, smtp):
    """Stands before `celery_worker_process`, which inherits the environment."""
    monkeypatch.setenv("MAIL_URL", f"smtp://127.0.0.1:{smtp.port}")


def wait_for(condition, seconds=20) -> bool:
    patience = time.monotonic() + seconds
    while not condition() and time.monotonic() < patience:
        time.sleep(0.05)
    return condition()


def test_a_worker_plans_and_sends_each_reminder_once(
    worker_sends_here, celery_worker_process, smtp
):
    cycle = due_at_stage(a_cycle(), -7)

    current_app.send_task(plan_reminders.name)
    assert wait_for(Reminder.objects.exists)
    Reminder.objects.update(due_at=clock.now())  # let the morning come
    for _ in range(3):
        current_app.send_task(drain_reminders.name)

    assert wait_for(Reminder.objects.filter(state=OutboxState.SENT).exists)
    current_app.send_task(plan_reminders.name)
    current_app.send_task(drain_reminders.name)
    assert not wait_for(lambda: len(smtp.mails) != 1, seconds=2)
    assert smtp.mails[0]["To"] == office_of(cycle).email


WITHOUT_BROKER = """
from auditportal import clock
from auditportal.models import User
from audits.actions import cycle as cycles, vermerk
from audits.models import PhaseRun
from audits.tasks import plan_reminders
by, run = User.objects.get(pk={by}), PhaseRun.objects.get(pk={run})
vermerk.note(run=run, gate=run.phase.gates.get(), on=clock.today(), text="", by=by)
cycles.advance(run=run, by=by)
plan_reminders()
"""


def test_a_broker_that_is_away_costs_no_action_and_no_reminder(fresh_database, cloned, smtp):
    cycle = due_at_stage(a_cycle(), -7)
    editor = member_of(main_of(cycle), Role.EDITOR)
    code = WITHOUT_BROKER.format(by=office_of(cycle).pk, run=cycle.open_run.pk)
    nowhere = {"BROKER_URL": f"redis://127.0.0.1:{free_port()}/0"}

    clones.manage("shell", "-v", "0", "-c", code, **cloned.environment(fresh_database) | nowhere)

    due_at_stage(cycle, -1)
    plan_reminders()
    with clock.stopped_at(morning()):
        drain_reminders()
    assert cycle.open_run.phase.code == "teilnahmebeschluss"
    assert [mail["To"] for mail in smtp.mails] == [editor.email]


def test_the_schedule_names_tasks_that_exist():
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    current_app.loader.import_default_modules()

    assert scheduled <= set(current_app.tasks)
    assert {plan_reminders.name, drain_reminders.name, close_berufungen.name} <= scheduled


@pytest.mark.django_db
def test_after_their_window_assessors_lose_their_sight():
    cycle = a_cycle(at="zertifizierung")
    office = office_of(cycle)
    people = [appointed(cycle, BerufungFunction.ASSESSOR, by=office) for _ in range(3)]
    yesterday = clock.today() - dt.timedelta(days=1)
    for user, until in zip(people, [yesterday, clock.today(), None], strict=True):
        Berufung.objects.filter(user=user).update(reads_until=until)

    close_berufungen()

    active = Berufung.objects.active().values_list("user", flat=True)
    assert set(active) == {people[1].pk, people[2].pk}
    assert cycle.events.get(kind="closed").by is None
    with clock.stopped_at(clock.now()):
        assert not berufungen.can_close(None, Berufung.objects.get(user=people[1]))
