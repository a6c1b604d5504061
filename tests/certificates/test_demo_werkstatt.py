"""The second Träger of the demo: its programmes and communes, and what it shares with the first."""

import datetime as dt

import pytest

from auditportal.models import Contact, Mitgliedschaft, Organisation, User
from audits.models import AuditCycle, Award, Outcome
from audits.papers import copying
from handlungsfelder.models import Programm

pytestmark = pytest.mark.usefixtures("demo_database")
TEN = [
    "Stadt Adorf/Vogtland", "Kreis Düren", "Landkreis Dithmarschen", "Dortmund",
    "Landkreis Emsland", "Gemeinde Vrees", "Stadt Grabow", "Landkreis Havelland",
    "Landkreis Ludwigslust-Parchim", "Stadt Riesa", "Regionalverband Saarbrücken",
]  # fmt: skip


def cycle_of(title: str) -> AuditCycle:
    return AuditCycle.objects.get(title=title, programm__isnull=False)


def office(address: str) -> User:
    return User.objects.get(email=f"geschaeftsstelle@{address}.example")


def test_two_programmes_have_their_time_and_money():
    first, second = Programm.objects.order_by("begins_on")

    assert (first.begins_on, first.ends_on) == (dt.date(2016, 2, 26), dt.date(2020, 12, 31))
    assert (second.begins_on, second.ends_on) == (dt.date(2021, 5, 1), dt.date(2024, 12, 31))
    assert second.apply_until == dt.date(2021, 7, 20)
    assert first.funding_per_year == second.funding_per_year == 40_000


def test_the_ten_communes_of_the_first_are_there_the_pair_as_two():
    assert Organisation.objects.filter(name__in=TEN).count() == len(TEN)


def test_dortmund_has_gone_the_whole_way_and_nothing_is_awarded():
    cycle = cycle_of("Dortmund")

    assert (cycle.outcome, cycle.ended_on) == (Outcome.COMPLETED, dt.date(2018, 7, 30))
    assert dt.timedelta(730) < cycle.ended_on - cycle.started_on < dt.timedelta(913)
    assert cycle.felder[-1].name == "Leben im Stadtteil"
    assert not Award.objects.filter(cycle=cycle).exists()


def test_a_pair_and_another_commune_stand_at_earlier_steps():
    pair = AuditCycle.objects.get(title="Landkreis Emsland und Gemeinde Vrees")

    assert pair.phase_name == "Kommunalprofil"
    assert pair.parties.count() == 2
    assert AuditCycle.objects.get(title__startswith="Verbandsgemeinde").phase_name == "Bewerbung"


def test_dortmund_takes_part_with_both_and_each_sees_its_own_cycle_alone():
    place = Organisation.objects.get(name="Dortmund")
    owners = {}
    for address in ("verein", "werkstatt"):
        visible = AuditCycle.objects.visible_to(office(address))
        owners[address] = [cycle.owner.name for cycle in visible.filter(title="Dortmund")]

    assert [len(own) for own in owners.values()] == [1, 1]
    assert owners["verein"] != owners["werkstatt"]
    assert Organisation.objects.visible_to(office("verein")).filter(pk=place.pk).exists()


def test_of_communes_that_it_does_not_work_with_a_traeger_sees_no_person():
    for address, name in (("verein", "Landkreis Emsland"), ("werkstatt", "Lennestadt")):
        about = {"organisation__name": name}
        for model in (Contact, Mitgliedschaft):
            assert model.objects.filter(**about).exists()
            assert not model.objects.visible_to(office(address)).filter(**about).exists()


def test_the_plan_of_dortmund_can_be_taken_over_with_what_is_left_out():
    source = cycle_of("Dortmund")
    target = AuditCycle.objects.get(title="Dortmund", programm__isnull=True)

    plan = copying.plan(source, target)

    assert len(plan.goals) == 3
    assert {one.feld for one in plan.left_out if one.what.startswith("Ziel „")} == {
        "Digitalisierung",
        "Leben im Stadtteil",
    }
