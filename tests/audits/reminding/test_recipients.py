"""Who is reminded, when, and in which words: the tables, without sending anything."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from auditportal.models import Contact, Role
from audits.models import BerufungFunction, Task
from audits.reminding import recipients
from audits.reminding.recipients import People
from handlungsfelder.models import Party, Right
from tests.factories.audits import a_cycle, an_organisation, appointed, member_of

DUE = dt.date(2027, 3, 31)


def after(days: int) -> dt.date:
    return DUE + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("day", "reached", "coming"),
    [
        (-61, None, -60),
        (-60, -60, -30),
        (-31, -60, -30),
        (-30, -30, -7),
        (-7, -7, -1),
        (-2, -7, -1),
        (-1, -1, 1),
        (0, -1, 1),
        (1, 1, 7),
        (6, 1, 7),
        (7, 7, 30),
        (30, 30, 60),
        (59, 30, 60),
        (60, 60, None),
        (900, 60, None),
    ],
)
def test_the_newest_stage_counts_and_the_next_one_follows(day, reached, coming):
    assert recipients.reached(DUE, after(day)) == reached
    assert recipients.coming(DUE, after(day)) == coming


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2027-01-10T05:59+00:00", "2027-01-10T06:00+00:00"),
        ("2027-01-10T06:00+00:00", "2027-01-10T06:00+00:00"),
        ("2027-01-10T06:01+00:00", "2027-01-11T06:00+00:00"),
        ("2027-01-10T23:30+00:00", "2027-01-11T06:00+00:00"),
        ("2027-03-27T12:00+00:00", "2027-03-28T05:00+00:00"),
        ("2027-10-30T12:00+00:00", "2027-10-31T06:00+00:00"),
    ],
)
def test_mails_go_out_at_seven_by_the_clock_on_the_wall(now, morning):
    mailing = recipients.next_mailing(dt.datetime.fromisoformat(now))

    assert mailing == dt.datetime.fromisoformat(morning)
    assert mailing.hour == 7


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (30, "in 30 Tagen"),
        (2, "in 2 Tagen"),
        (1, "morgen"),
        (0, "heute"),
        (-1, "seit gestern überschritten"),
        (-7, "seit 7 Tagen überschritten"),
    ],
)
def test_the_distance_to_a_day_is_said_in_words(days, words):
    assert recipients.distance_label(after(days), DUE) == words


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (-60, "60 Tage vor der Frist"),
        (-1, "1 Tag vor der Frist"),
        (1, "1 Tag nach der Frist"),
        (30, "30 Tage nach der Frist"),
    ],
)
def test_a_stage_is_said_in_words(stage, words):
    assert recipients.stage_label(stage) == words


def a_task(**about) -> Task:
    facts = {"run_id": 1, "gate_id": 2, "text": "Zu tun.", "subject": "Bildung", "due_on": DUE}
    return Task(**facts | about)


def test_a_task_written_anew_is_the_same_and_any_other_is_not():
    names = {
        recipients.identity(a_task(**about))
        for about in (
            {"pk": 7},
            {"pk": 8},
            {"text": "Anders gesagt."},
            {"run_id": 9},
            {"gate_id": 9},
            {"subject": "x" * 200},
            {"due_on": after(1)},
        )
    }

    assert len(names) == 5


def test_a_key_holds_stage_and_recipient_and_fits_its_column():
    task = a_task(run_id=10**12, gate_id=10**12, subject="ß" * 200)

    key = recipients.key(task, -60, "Eva@Kommune.example")

    assert key == recipients.key(task, -60, "eva@kommune.example")
    assert key != recipients.key(task, -30, "eva@kommune.example")
    assert key != recipients.key(task, -60, "adam@kommune.example")
    assert recipients.identity_in(key) == recipients.identity(task)
    assert len(recipients.key(task, -60, "a" * 250 + "@x.example")) <= 200


# --- who -----------------------------------------------------------------------------------------


def told(cycle, party, right, assignee=None) -> list[str]:
    """The addresses of those who would get a reminder of such a task."""
    task = Task(cycle=cycle, party=party, right=right, assignee=assignee)
    people = People.around([cycle.pk])
    return sorted(one.email for one in recipients.recipients(task, people))


def emails(*people) -> list[str]:
    return sorted(one.email for one in people)


@pytest.fixture
def cycle(db):
    """A cycle with nobody at its main party, and one person in the Geschäftsstelle."""
    return a_cycle()


@pytest.fixture
def office(cycle):
    return cycle.owner.mitgliedschaften.get(role=Role.OFFICE).user


def main_of(cycle):
    return cycle.parties.get(function=Party.MAIN).organisation


def test_those_whose_role_is_made_for_it_are_told_and_readers_never(cycle, office):
    main = main_of(cycle)
    editors = [member_of(main, Role.EDITOR) for _ in range(2)]
    signatory = member_of(main, Role.SIGNATORY)
    director = cycle.owner.mitgliedschaften.get(role=Role.DIRECTOR).user
    member_of(main, Role.READER)

    assert told(cycle, Party.MAIN, Right.CHANGE) == emails(*editors)
    assert told(cycle, Party.MAIN, Right.SIGN) == emails(signatory)
    assert told(cycle, Party.TRAEGER, Right.RUN) == emails(office)
    assert told(cycle, Party.TRAEGER, Right.SIGN) == emails(director)


def test_who_signs_is_told_of_everything_else_where_nobody_else_can_do_it(cycle):
    signatory = member_of(main_of(cycle), Role.SIGNATORY)

    assert told(cycle, Party.MAIN, Right.CHANGE) == emails(signatory)


def test_of_two_parties_of_equal_right_both_are_told(cycle):
    first, second = main_of(cycle), an_organisation()
    cycle.parties.create(
        organisation=second, function=Party.MAIN, signs=True, verfahren=cycle.version.verfahren
    )
    people = [member_of(first, Role.EDITOR), member_of(second, Role.SIGNATORY)]

    assert told(cycle, Party.MAIN, Right.CHANGE) == emails(*people)


def test_a_party_that_does_not_sign_is_not_asked_to(cycle):
    partner = an_organisation()
    cycle.parties.create(
        organisation=partner, function=Party.PARTNER, verfahren=cycle.version.verfahren
    )
    signing = member_of(main_of(cycle), Role.SIGNATORY)
    member = member_of(partner, Role.SIGNATORY)

    assert told(cycle, Party.MAIN, Right.SIGN) == emails(signing)
    assert told(cycle, Party.PARTNER, Right.CHANGE) == emails(member)


def test_the_appointed_are_told_in_their_own_function_only(cycle, office):
    auditor = appointed(cycle, BerufungFunction.AUDITOR, by=office)
    assessor = appointed(cycle, BerufungFunction.ASSESSOR, by=office)

    assert told(cycle, Party.AUDITOR, Right.ACCOMPANY) == emails(auditor)
    assert told(cycle, Party.ASSESSOR, Right.REVIEW) == emails(assessor)


def test_a_task_of_one_person_goes_to_nobody_else(cycle, office):
    appointed(cycle, BerufungFunction.ASSESSOR, by=office)
    second = appointed(cycle, BerufungFunction.ASSESSOR, by=office)

    assert told(cycle, Party.ASSESSOR, Right.REVIEW, assignee=second) == emails(second)


def test_where_nobody_can_act_the_contact_is_told_then_the_office(cycle, office):
    main = main_of(cycle)
    member_of(main, Role.READER)
    assert told(cycle, Party.MAIN, Right.CHANGE) == emails(office)

    cycle.contact = Contact.objects.create(
        organisation=main, name="Kontakt", email="kontakt@kommune.example"
    )
    cycle.save()

    assert told(cycle, Party.MAIN, Right.CHANGE) == ["kontakt@kommune.example"]
    assert told(cycle, Party.AUDITOR, Right.ACCOMPANY) == emails(office)


def test_a_contact_without_an_address_is_passed_over(cycle, office):
    cycle.contact = Contact.objects.create(organisation=main_of(cycle), name="Kontakt")
    cycle.save()

    assert told(cycle, Party.MAIN, Right.CHANGE) == emails(office)


def test_signatories_step_in_where_even_the_contact_is_missing(cycle):
    cycle.parties.update(signs=False)
    signatory = member_of(main_of(cycle), Role.SIGNATORY)

    assert told(cycle, Party.MAIN, Right.SIGN) == emails(signatory)


@pytest.mark.parametrize("leave", ["inactive", "ended"])
def test_who_has_left_is_not_told_any_more(cycle, office, leave):
    editor = member_of(main_of(cycle), Role.EDITOR)
    if leave == "inactive":
        editor.is_active = False
        editor.save()
    else:
        editor.mitgliedschaften.update(ended_on=DUE)

    assert told(cycle, Party.MAIN, Right.CHANGE) == emails(office)


def test_everybody_reads_why_it_is_them(cycle, office):
    main = main_of(cycle)
    member_of(main, Role.EDITOR)
    appointed(cycle, BerufungFunction.AUDITOR, by=office)
    people = People.around([cycle.pk])

    def why(party, right):
        task = Task(cycle=cycle, party=party, right=right)
        return [one.why for one in recipients.recipients(task, people)]

    assert why(Party.MAIN, Right.CHANGE) == [f"Rolle „Bearbeiten“ bei: {main}."]
    assert why(Party.AUDITOR, Right.ACCOMPANY) == [f"Hier berufen: {cycle.words['auditor']}."]
    assert why(Party.ASSESSOR, Right.REVIEW) == [
        f"Rolle „Geschäftsstelle“ bei: {cycle.owner}. Dafür ist sonst niemand zuständig."
    ]


@pytest.mark.django_db
def test_the_people_around_many_cycles_cost_as_many_queries_as_around_one():
    counts = []
    pks: list[int] = []
    for _ in range(2):
        pks += [a_cycle().pk for _ in range(2)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            People.around(pks)
        counts.append(len(queries))

    assert counts[0] == counts[1] == 4


@pytest.mark.django_db
def test_what_comes_next_is_listed_by_day():
    now = dt.datetime(2027, 1, 10, 12, tzinfo=dt.UTC)
    tasks = [a_task(pk=n, due_on=dt.date(2027, 1, day)) for n, day in enumerate((30, 12, 31), 1)]
    tasks.append(a_task(pk=9, due_on=dt.date(2026, 1, 1)))

    found = recipients.upcoming(tasks, now)

    assert [(one.on.day, one.stage) for one in found] == [
        (13, "1 Tag nach der Frist"),
        (23, "7 Tage vor der Frist"),
        (24, "7 Tage vor der Frist"),
    ]
