"""The full house is made of whole audits: own names, own days, own papers, settled."""

import hashlib
import re

import pytest
from django.core.management import CommandError, call_command
from django.core.validators import validate_email
from django.test import Client
from django.urls import reverse

from auditportal import clock
from auditportal.models import Organisation, User
from audits.gates.beschluss import latest_agreement
from audits.gates.fassung import has_not_moved
from audits.models import AuditCycle, Award, Fassung, FassungKind, Task
from certificates.demo import house
from certificates.demo.copies import STEP
from certificates.models import Zertifikat
from tests.audits.settled import assert_settled

WANTED = 40


@pytest.fixture(scope="module")
def full(demo_database, cloned):
    before = AuditCycle.objects.running().count()
    with cloned.as_owner():
        made = house.fill(WANTED)
    return before, made


def copies(manager):
    return manager.filter(pk__gt=STEP)


def test_so_many_are_running_and_a_second_time_adds_none(full, cloned):
    before, made = full
    running = AuditCycle.objects.running().count()
    with cloned.as_owner():
        again = house.fill(WANTED)

    assert running == before + made >= WANTED
    assert again == 0
    assert AuditCycle.objects.running().count() == running


def test_stored_tasks_are_what_the_gates_say_in_every_audit(full):
    assert_settled()


def test_phases_versions_and_due_days_are_spread(full):
    running = copies(AuditCycle.objects.running().with_state())
    phases = {cycle.phase_name for cycle in running}
    versions = set(running.values_list("version", flat=True))
    days = set(copies(Task.objects).exclude(due_on=None).values_list("due_on", flat=True))

    assert len(phases) >= 8
    assert len(versions) >= 5
    assert len(days) >= 10


def test_every_place_has_a_name_of_its_own_and_no_copy_tells_the_old_one(full):
    places = Organisation.objects.filter(kind__in=["kommune", "kreis"])
    names = list(places.values_list("name", flat=True))
    old = places.filter(pk__lt=STEP).values_list("name", flat=True)
    titles = copies(AuditCycle.objects).values_list("title", flat=True)
    texts = copies(Fassung.objects).values_list("content", flat=True)
    said = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in old))

    assert len(set(names)) == len(names)
    assert [title for title in titles if said.search(title)] == []
    assert [text for text in texts if said.search(text)] == []


def test_people_have_addresses_that_nobody_else_has(full):
    for email in User.objects.values_list("email", flat=True):
        validate_email(email)
        assert email.endswith(".example")


def test_a_frozen_paper_of_a_copy_has_the_hash_of_its_own_text(full):
    papers = list(copies(Fassung.objects))

    assert papers != []
    for paper in papers:
        assert hashlib.sha256(paper.content.encode()).hexdigest() == paper.sha256


def test_what_was_not_changed_since_it_was_frozen_is_still_the_frozen_text(full):
    def is_unchanged(cycle):
        latest = latest_agreement(cycle)
        return latest and has_not_moved(latest)

    cycles = AuditCycle.objects.running().select_related("version__verfahren")
    unchanged = {cycle.pk for cycle in cycles if is_unchanged(cycle)}
    originals = {pk for pk in unchanged if pk < STEP}

    assert {pk % STEP for pk in unchanged} == originals


def test_a_dossier_names_the_agreement_of_its_own_cycle(full):
    for dossier in copies(Fassung.objects).filter(kind=FassungKind.DOSSIER):
        agreements = dossier.cycle.fassungen.filter(kind=FassungKind.AGREEMENT)
        assert any(one.sha256 in dossier.content for one in agreements)


def test_every_urkunde_is_drawn_for_its_own_place(full):
    drawn = Zertifikat.objects.filter(award__pk__gt=STEP)
    shas = set(drawn.values_list("sha256", flat=True))

    assert drawn.count() == len(shas) == copies(Award.objects).count() > 0
    assert all(bytes(one.urkunde).startswith(b"%PDF") for one in drawn)


def test_no_audit_of_the_house_lies_in_the_future(full):
    assert not AuditCycle.objects.filter(began_on__gt=clock.today()).exists()


@pytest.mark.parametrize(
    ("login", "lists"),
    [
        ("geschaeftsstelle@verein", ["audits:cycle_list", "certificates:certificate_list"]),
        ("auditorin@begleitung", ["audits:cycle_list"]),
        ("1.auditorin@begleitung", ["audits:cycle_list"]),
    ],
)
def test_start_pages_and_lists_work(full, login, lists):
    client = Client()
    client.force_login(User.objects.get(email__startswith=login))
    answers = [client.get(address) for address in ["/", *map(reverse, lists)]]

    assert {answer.status_code for answer in answers} == {200}


def test_only_a_demo_is_filled(db):
    with pytest.raises(CommandError, match="nur eine Demo"):
        call_command("grow_demo", audits=1)
