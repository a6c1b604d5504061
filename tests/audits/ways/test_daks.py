"""Five steps to a strategy: with and without a programme, alone and as a pair, never an award."""

import datetime as dt

import pytest

from auditportal.models import OrganisationKind, Role
from audits.actions import cycle as cycles
from audits.actions import goal as goals
from audits.actions import thema as themen
from audits.gates.beschluss import latest_agreement
from audits.models import AuditCycle, Award, CycleParty, Outcome
from handlungsfelder.actions import programm as programme
from tests.audits.settled import assert_settled
from tests.audits.ways.walking import Way
from tests.factories.audits import a_version, an_organisation, member_of

pytestmark = pytest.mark.django_db
STEPS = ["kickoff", "kommunalprofil", "zukunftswerkstatt", "werkstattplan", "zwischenbilanz"]


@pytest.fixture
def version():
    return a_version(1, code="DAKS")


def a_programme(version):
    owner = version.verfahren.owner
    about = {"code": "DWK", "name": "Werkstatt", "begins_on": dt.date(2016, 2, 26)}
    by = member_of(owner, Role.OFFICE)
    return programme.create(owner=owner, by=by, ends_on=dt.date(2020, 12, 31), **about)


def walked(way) -> list[str]:
    return [run.phase.code for run in way.cycle.runs.order_by("pk")]


def test_without_a_programme_it_begins_with_the_kick_off_and_ends_without_an_award(version):
    way = Way(version).to_the_end()

    assert walked(way) == STEPS
    assert way.cycle.outcome == Outcome.COMPLETED
    assert not Award.objects.exists()
    assert not version.has_award


def test_in_a_programme_it_begins_with_application_and_selection(version):
    way = Way(version, programm=a_programme(version))

    assert way.cycle.tasks.filter(text="Das Dokument „Bewerbungsbogen“ fehlt.").exists()
    way.to_the_end()

    assert walked(way) == ["bewerbung", "auswahl", *STEPS]
    assert way.cycle.outcome == Outcome.COMPLETED


def test_the_clock_starts_with_the_kick_off_and_the_balance_comes_in_the_third_year(version):
    way = Way(version).to("zwischenbilanz")

    way.cycle.refresh_from_db()
    report = way.cycle.jahresberichte.get()
    waited = report.due_on - way.cycle.started_on
    assert way.cycle.started_on == way.cycle.runs.get(phase__code="kickoff").left_on
    assert waited > dt.timedelta(days=480)


def test_a_pair_takes_part_together(version):
    kreis = an_organisation(OrganisationKind.KREIS, "Landkreis")
    gemeinde = an_organisation(name="Gemeinde")
    way = Way(version, kreis, others=(("kommune", gemeinde),))

    assert str(way.cycle) == "Landkreis und Gemeinde"
    way.editor = member_of(gemeinde, Role.EDITOR)
    way.to_the_end()
    parties = CycleParty.objects.filter(cycle=way.cycle).values_list("organisation", flat=True)
    assert set(parties) == {kreis.pk, gemeinde.pk}


def test_three_are_too_many_and_a_housing_company_is_none_of_them(version):
    company = an_organisation(OrganisationKind.WOHNUNGSUNTERNEHMEN)
    others = tuple(("kommune", an_organisation()) for _ in range(2))
    office = member_of(version.verfahren.owner, Role.OFFICE)

    many = cycles.Beginning(an_organisation(), version, others=others)
    wrong = cycles.Beginning(company, version)

    assert "Kommune: 1 bis 2." in str(cycles.can_start(office, many))
    assert f"{company} kann nicht als Kommune teilnehmen." in str(cycles.can_start(office, wrong))


def test_topics_are_free_and_each_chosen_one_asks_for_a_goal(version):
    way = Way(version).to("zukunftswerkstatt")
    felder = {feld.code: feld for feld in version.felder}
    for code, name in (("wohnen", ""), ("eigenes-1", "Dorfladen")):
        about = {"feld": felder[code], "name": name}
        way.do(themen.choose, way.editor, cycle=way.cycle, **about)
    way.step()

    wanted = set(way.cycle.tasks.filter(gate__kind="goals").values_list("subject", flat=True))

    assert wanted == {"Wohnen", "Dorfladen"}


def test_a_measure_names_whom_it_is_for_by_sex_age_migration_and_form_of_life(version):
    way = Way(version).to("werkstattplan")
    feld = way.cycle.felder[0]
    goal = way.do(goals.add_goal, way.editor, cycle=way.cycle, handlungsfeld=feld, title="Ziel")
    groups = ["women", "seniors", "migration", "single_parents"]
    about = {"title": "Maßnahme", "responsible": "Amt", "ends_on": dt.date(2030, 1, 1)}
    way.do(goals.add_measure, way.editor, goal=goal, target_groups=groups, **about)
    way.step()

    dimensions = {group["dimension"] for group in version.target_groups}
    assert dimensions == {"Geschlecht", "Alter", "Migration", "Lebensform"}
    assert "Alleinerziehende" in latest_agreement(way.cycle).content


def test_another_traegers_office_sees_nothing_of_it(version):
    other = a_version()
    office = member_of(other.verfahren.owner, Role.OFFICE)
    way = Way(version)

    assert not AuditCycle.objects.visible_to(office).exists()
    assert not cycles.can_stop(office, way.cycle).who
    assert_settled()
