"""From the catalogue of one version to that of another, and to the references."""

import copy
import tomllib

import pytest

from auditportal.models import Role
from handlungsfelder import crosswalk
from handlungsfelder.actions import referenz as referenzen
from handlungsfelder.references import read_all
from handlungsfelder.template import FOLDER, parse
from tests.factories.audits import a_traeger, a_version, member_of, published

pytestmark = pytest.mark.django_db


def feld(version, code):
    return next(one for one in version.felder if one.code == code)


def a_successor(of, takes, number=3):
    """A later version whose Handlungsfelder take what is said here, by their code."""
    raw = tomllib.loads((FOLDER / "fgk-k-2.toml").read_text(encoding="utf-8"))
    data = copy.deepcopy(raw)
    data["verfahren"]["version"] = number
    for one in data["handlungsfelder"]:
        one["takes"] = takes.get(one["code"], [])
    return published(parse(data), of.verfahren.owner)


def test_the_fields_of_the_first_catalogue_go_on_in_the_second():
    owner = a_traeger()
    first, second = (a_version(number, owner) for number in (1, 2))

    found = [crosswalk.counterpart(one, second) for one in first.felder]

    assert [one.code for one in found] == [one.code for one in first.felder]
    assert {one.version_id for one in found} == {second.pk}


def test_a_field_of_the_same_version_is_itself():
    version = a_version()

    assert crosswalk.counterpart(feld(version, "hf3"), version) == feld(version, "hf3")


def test_what_no_field_takes_has_no_counterpart():
    owner = a_traeger()
    first, second = (a_version(number, owner) for number in (1, 2))

    assert crosswalk.counterpart(feld(second, "hf1"), first) is None


def test_the_very_version_is_heard_before_the_verfahren_as_a_whole():
    first = a_version(1, a_traeger())
    code = first.verfahren.code
    later = a_successor(first, {"hf1": [f"{code}/hf2"], "hf2": [f"{code}/1/hf2"]})

    assert crosswalk.counterpart(feld(first, "hf2"), later).code == "hf2"


def test_a_field_goes_forward_through_versions_in_between():
    first = a_version(1, a_traeger())
    second = a_version(2, first.verfahren.owner)
    third = a_successor(first, {"hf5": [f"{first.verfahren.code}/2/hf6"]})
    later = [second, third]

    assert crosswalk.forward(feld(first, "hf6"), later) == feld(third, "hf5")
    assert crosswalk.forward(feld(first, "hf1"), later) == feld(second, "hf1")


def test_the_counterparts_of_a_whole_catalogue_cost_no_query_once_it_is_known(
    django_assert_num_queries,
):
    owner = a_traeger()
    first, second = (a_version(number, owner) for number in (1, 2))
    known = [crosswalk.counterpart(one, second) for one in first.felder]

    with django_assert_num_queries(0):
        assert [crosswalk.counterpart(one, second) for one in first.felder] == known


def test_a_field_proposes_the_references_that_are_there():
    version = a_version()
    assert crosswalk.proposals(feld(version, "hf5")) == []
    for frame in read_all():
        referenzen.load(rahmen=frame, by=member_of(version.verfahren.owner, Role.DIRECTOR))

    proposed = crosswalk.proposals(feld(version, "hf5"))

    assert sorted(one.name for one in proposed) == sorted(feld(version, "hf5").references)
