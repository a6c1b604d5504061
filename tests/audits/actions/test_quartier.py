import pytest
from django.core.exceptions import PermissionDenied

from auditportal.models import Role
from auditportal.verdict import NotYet, Overtaken
from audits.actions import cycle as cycles
from audits.actions import quartier as quartiere
from audits.actions.cycle import Beginning
from audits.models import AuditCycle
from handlungsfelder.models import GateKind
from tests.audits.geojson import SQUARE, polygon
from tests.audits.settled import assert_settled
from tests.factories.audits import a_cycle, a_version, an_organisation, cast_of, member_of

pytestmark = pytest.mark.django_db
OUTLINE = polygon(SQUARE)


@pytest.fixture
def cycle():
    return a_cycle("kooperation", a_version(1, code="GWQ"))


def describe(cycle, by, **given):
    texts = {"description": "Rund um den Markt.", "outline": OUTLINE, "addresses": ""}
    return quartiere.describe(cycle=cycle, by=by, **(texts | {"version": None} | given))


def missing(cycle):
    return [task.text for task in cycle.tasks.filter(gate__kind=GateKind.SUBJECT)]


def test_the_gate_names_what_is_missing_and_opens_with_an_outline(cycle):
    editor = cast_of(cycle).editor
    assert missing(cycle) == [
        "Die Beschreibung fehlt: Nordviertel.",
        "Umriss oder Adressen fehlen: Nordviertel.",
    ]

    describe(cycle, editor, outline=None)
    assert missing(cycle) == ["Umriss oder Adressen fehlen: Nordviertel."]
    describe(cycle, editor)

    assert missing(cycle) == []
    assert_settled()
    assert cycle.events.first().text == "Beschrieben und abgegrenzt: Nordviertel."


def test_a_list_of_addresses_does_as_well(cycle):
    describe(cycle, cast_of(cycle).editor, outline=None, addresses="Marktstraße 1")

    assert missing(cycle) == []


def test_both_sides_write_on_it_and_nobody_overwrites_the_other(cycle):
    company, town = (
        member_of(party.organisation, Role.EDITOR) for party in cycle.parties.order_by("pk")
    )
    describe(cycle, company, version=0)

    with pytest.raises(Overtaken):
        describe(cycle, town, version=0, description="Anders.")
    row = describe(cycle, town, version=1, description="Anders.")

    assert (row.version, row.description) == (2, "Anders.")


def test_describe_is_for_those_inside(cycle):
    cast = cast_of(cycle)

    for by in (cast.reader, cast.assessors[0], cast.stranger):
        with pytest.raises(PermissionDenied):
            describe(cycle, by)


def test_it_stays_as_it_is_once_the_goals_are_frozen():
    cycle = a_cycle("einreichung", a_version(1, code="GWQ"))

    with pytest.raises(NotYet, match="eingefroren"):
        describe(cycle, cast_of(cycle).editor)


def test_a_procedure_without_a_subject_has_none_to_describe():
    cycle = a_cycle("bestandsaufnahme")

    with pytest.raises(NotYet, match="keinen eigenen Gegenstand"):
        describe(cycle, cast_of(cycle).editor)


def test_several_quartiere_of_one_company_run_side_by_side_but_none_twice():
    version = a_version(1, code="GWQ")
    office = member_of(version.verfahren.owner, Role.OFFICE)
    company = an_organisation("wohnungsunternehmen")

    def begin(subject, town):
        others = (("kommune", town),)
        beginning = Beginning(company, version, others, subject)
        return cycles.start(beginning=beginning, contact=None, by=office)

    town = an_organisation()
    begin("Nordviertel", town)
    begin("Südviertel", town)
    with pytest.raises(NotYet, match=f"läuft für {company} bereits"):
        begin("Nordviertel", an_organisation())

    assert AuditCycle.objects.running().filter(parties__organisation=company).count() == 2
