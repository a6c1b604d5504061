"""Two sides of equal right and their Quartier, in both catalogues, to the award and beyond."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from auditportal.models import OrganisationKind, Role
from audits.actions import begutachtung as begutachtungen
from audits.actions import cycle as cycles
from audits.models import Judgement, Outcome, Zustimmung
from certificates.actions import zertifikat as zertifikate
from tests.audits.ways.walking import Way
from tests.factories.audits import a_version, an_organisation, member_of

pytestmark = pytest.mark.django_db
WAY = [
    "kooperation",
    "bestandsaufnahme",
    "strategieworkshop",
    "beteiligung",
    "ausarbeitung",
    "einreichung",
    "begutachtung",
    "zertifizierung",
    "umsetzung",
]


def a_way(number=1, **about) -> Way:
    company = an_organisation(OrganisationKind.WOHNUNGSUNTERNEHMEN, "Nordbau eG")
    town = an_organisation(name="Musterstadt")
    others = (("kommune", town),)
    version = a_version(number, code="GWQ")
    return Way(version, company, others=others, subject="Nordviertel", **about)


@pytest.mark.parametrize("number", [1, 2])
def test_it_reaches_its_award_and_three_years_of_reports(number):
    way = a_way(number).to_the_end()

    assert [run.phase.code for run in way.cycle.runs.order_by("pk")] == WAY
    assert way.cycle.outcome == Outcome.COMPLETED
    award = way.cycle.awards.get()
    assert award.title == "Generationengerechtes Wohnen im Quartier"
    assert award.number.startswith("GWQ-")
    assert len(way.cycle.felder) == 4


def test_either_side_leaves_a_phase_and_hands_in():
    way = a_way().to("ausarbeitung")
    way.open_gates()
    town = member_of(way.cycle.parties.get(side="kommune").organisation, Role.EDITOR)

    way.do(cycles.advance, town, run=way.cycle.open_run)
    sealed = way.do(begutachtungen.submit, town, cycle=way.cycle)

    content = json.loads(sealed.dossier.content)
    assert [one["organisation"] for one in content["consents"]] == ["Nordbau eG", "Musterstadt"]
    assert content["quartier"]["description"] == "Rund um den Markt."
    measure = way.cycle.fassungen.get(kind="agreement").content
    assert '"influence":"unmittelbar"' in measure


def test_after_rework_both_agree_anew():
    way = a_way()
    way.judgements = [Judgement.REWORK, Judgement.POSITIVE]

    way.to("zertifizierung")

    assert way.cycle.runs.filter(phase__code="ausarbeitung").count() == 2
    assert Zustimmung.objects.filter(cycle=way.cycle).count() == 4


def test_the_urkunde_and_the_public_check_name_the_subject_and_all_participants(client):
    way = a_way().to("zertifizierung")
    about = {"cycle": way.cycle, "valid_from": way.cycle.began_on, "by": way.director}

    zertifikat = zertifikate.issue(**about)

    shown = client.get(reverse("certificates:zertifikat_check", args=[zertifikat.token])).text
    assert "Nordbau eG und Musterstadt, Nordviertel" in shown


def test_an_outsider_of_the_same_trade_does_nothing_here():
    way = a_way()
    other = member_of(an_organisation(OrganisationKind.WOHNUNGSUNTERNEHMEN), Role.EDITOR)

    with pytest.raises(PermissionDenied):
        cycles.advance(run=way.cycle.open_run, by=other)
