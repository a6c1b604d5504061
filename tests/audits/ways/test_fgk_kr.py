"""A Kreis: its Kommunen answer before the version is frozen, its certificate bears its name."""

import pytest

from auditportal.models import OrganisationKind
from audits.models import Angebot, AngebotState, Outcome
from tests.audits.ways.walking import Way
from tests.factories.audits import a_version, an_organisation

pytestmark = pytest.mark.django_db


def a_way() -> Way:
    kreis = an_organisation(OrganisationKind.KREIS, "Musterkreis")
    for name in ("Oberdorf", "Unterdorf"):
        kommune = an_organisation(name=name)
        kommune.parent = kreis
        kommune.save()
    return Way(a_version(1, code="FGK-KR"), kreis)


def test_it_reaches_its_award_with_the_name_of_the_kreis_in_its_title():
    way = a_way().to_the_end()

    assert way.cycle.outcome == Outcome.COMPLETED
    assert way.cycle.awards.get().title == "Familiengerechter Musterkreis"
    assert way.cycle.jahresberichte.count() == 3


def test_the_kreistag_decides_and_the_kommunen_are_asked_before():
    way = a_way().to("abstimmung")
    assert way.version.words["council"] == "Kreistag"
    assert [task.text for task in way.cycle.tasks.all()] == [
        "Es ist noch kein Ziel und keine Maßnahme angeboten."
    ]

    way.to("ausarbeitung")

    answers = Angebot.objects.filter(cycle=way.cycle)
    assert {one.organisation.name for one in answers} == {"Oberdorf", "Unterdorf"}
    assert {one.state for one in answers} == {AngebotState.ACCEPTED}


def test_it_has_the_six_handlungsfelder_of_the_procedure_for_kommunen():
    names = [feld.name for feld in a_version(1, code="FGK-KR").felder]

    kommune = [feld.name for feld in a_version(2).felder if not feld.is_module]
    assert names == kommune
