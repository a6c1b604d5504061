"""The line of groups inside a cycle, for every procedure that is shipped."""

import pytest

from audits.models import AuditCycle
from audits.pages.parts import parts
from handlungsfelder.template import FOLDER, read
from tests.factories.audits import published

pytestmark = pytest.mark.django_db
VERSIONS = sorted(path.stem for path in FOLDER.glob("*.toml"))


def cycle_by(version: str) -> AuditCycle:
    return AuditCycle(pk=7, version=published(read(FOLDER / f"{version}.toml")))


def labels(tabs) -> list[str]:
    return [tab.label for tab in tabs]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_procedure_has_at_most_six_groups_and_each_leads_somewhere(version):
    shown = parts(cycle_by(version), "cycle_detail").groups

    assert len(shown) <= 6
    assert labels(shown)[0] == "Übersicht"
    assert all("/7/" in tab.url for tab in shown)


@pytest.mark.parametrize("version", VERSIONS)
def test_one_is_in_one_group_and_on_one_page_of_it(version):
    cycle = cycle_by(version)

    shown = parts(cycle, "document_list")

    assert [tab.current for tab in shown.groups if tab.current] in (["true"], ["page"])
    assert [tab.label for tab in shown.pages if tab.current] in (["Dokumente"], [])


def test_a_group_with_one_page_needs_no_second_line():
    shown = parts(cycle_by("fgk-k-2"), "cycle_history")

    assert [tab.current for tab in shown.groups if tab.current] == ["page"]
    assert shown.pages == []


def test_what_the_version_calls_its_things_is_what_they_are_called():
    cycle = cycle_by("fgk-k-2")

    assert labels(parts(cycle, "goal_list").pages) == [
        "Bestandsaufnahme",
        "Module",
        "Ziele und Maßnahmen",
        "Weiße Flecken",
    ]
    assert labels(parts(cycle, "agreement_check").pages) == [
        "Beschlüsse",
        "Zielvereinbarung",
        "Dokumente",
    ]


def test_a_page_within_a_group_names_its_group():
    shown = parts(cycle_by("fgk-k-2"), "run_detail")

    assert [(tab.label, tab.current) for tab in shown.groups if tab.current] == [
        ("Übersicht", "true")
    ]
