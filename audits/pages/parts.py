"""The parts of a cycle as people look for them: one line of six groups, each with its pages."""

from dataclasses import dataclass
from operator import itemgetter

from audits.models import AuditCycle
from audits.pages.overview import address
from handlungsfelder.models import GateKind, Word

MODULES = "modules"  # not a gate: the version has Handlungsfelder that are chosen

# Pages of a cycle that are reached from within a group, not from its line.
WITHIN = {"run_detail": "cycle_detail", "submission_check": "agreement_check"}

# What is also read by who was invited to contribute.
SHARED = {
    "cycle_detail",
    "quartier_detail",
    "bestandsaufnahme",
    "profil",
    "thema_list",
    "bilanz",
    "goal_list",
    "white_spots",
    "veranstaltung_list",
    "beteiligung_list",
}


@dataclass(frozen=True)
class Tab:
    """One entry of a line; `current` is the value of aria-current, "" elsewhere."""

    label: str
    url: str
    current: str


@dataclass(frozen=True)
class Parts:
    """The line of groups, and the pages of the group in which one is."""

    groups: list[Tab]
    here: str
    pages: list[Tab]


def parts(cycle: AuditCycle, current: str, *, reads_all: bool = True) -> Parts:
    """`current` is the url name of the page's own part, such as "goal_list"; who was invited to
    contribute finds the contents alone."""
    shown = [(label, _asked_for(cycle, pages)) for label, pages in _groups(cycle)]
    if not reads_all:
        shown = [(label, [page for page in pages if page[1] in SHARED]) for label, pages in shown]
    name = WITHIN.get(current, current)
    groups, here, inside = [], "", []
    for label, pages in filter(itemgetter(1), shown):
        is_here = name in [page for _, page in pages]
        groups.append(Tab(label, address(pages[0][1], cycle.pk), _mark(is_here, pages, current)))
        if is_here and len(pages) > 1:
            here, inside = label, pages
    return Parts(groups, here, [_page(cycle, page, current) for page in inside])


def _mark(is_here: bool, pages: list, current: str) -> str:
    if not is_here:
        return ""
    return "page" if [page for _, page in pages] == [current] else "true"


def _page(cycle: AuditCycle, page: tuple[str, str], current: str) -> Tab:
    label, name = page
    return Tab(label, address(name, cycle.pk), "page" if name == current else "")


def _asked_for(cycle: AuditCycle, pages: list) -> list[tuple[str, str]]:
    """What the version never asks for is left out."""
    asked, chosen = cycle.version.kinds, cycle.version.has_modules
    return [
        (label, name)
        for label, name, needs in pages
        if needs is None or needs in asked or (needs == MODULES and chosen)
    ]


def _groups(cycle: AuditCycle) -> list[tuple[str, list]]:
    """Named by the version's words where it has one; the last of each three is the kind of gate
    that a page is there for."""
    words, asked = cycle.words, cycle.version.kinds
    decides = GateKind.BESCHLUSS in asked
    return [
        ("Übersicht", [("Übersicht", "cycle_detail", None)]),
        (
            "Inhalte",
            [
                ("Quartier", "quartier_detail", GateKind.SUBJECT),
                (words[Word.SURVEY], "bestandsaufnahme", GateKind.ANSWERS),
                (profile_name(cycle), "profil", GateKind.PROFILE),
                ("Themen" if GateKind.TOPICS in asked else "Module", "thema_list", MODULES),
                ("Bilanz", "bilanz", GateKind.BALANCE),
                ("Ziele und Maßnahmen", "goal_list", GateKind.GOALS),
                ("Weiße Flecken", "white_spots", GateKind.GOALS),
                ("Angebote", "angebot_list", GateKind.OFFERS),
            ],
        ),
        (
            "Beschlüsse und Dokumente" if decides else "Dokumente",
            [
                ("Beschlüsse", "beschluss_list", GateKind.BESCHLUSS),
                (words[Word.AGREEMENT], "agreement_check", GateKind.FASSUNG),
                ("Dokumente", "document_list", None),
            ],
        ),
        (
            "Termine",
            [
                ("Veranstaltungen", "veranstaltung_list", None),
                ("Erinnerungen", "reminder_list", None),
            ],
        ),
        (
            "Menschen",
            [
                ("Beteiligte", "beteiligung_list", None),
                ("Berufungen", "berufung_list", GateKind.APPOINTED),
            ],
        ),
        ("Verlauf", [("Verlauf", "cycle_history", None)]),
    ]


def profile_name(cycle: AuditCycle) -> str:
    """The profile is the analysis at the beginning, unless the version asks for another as well."""
    is_only = GateKind.ANSWERS not in cycle.version.kinds
    return cycle.words[Word.SURVEY] if is_only else "Profil"
