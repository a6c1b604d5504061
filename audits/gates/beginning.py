"""What stands in the way of a beginning, while there is no cycle yet to ask."""

from dataclasses import dataclass

from auditportal.models import Organisation
from auditportal.verdict import WHEN, Verdict, because, unless
from audits.models import AuditCycle, CycleParty
from handlungsfelder.models import Handlungsfeld, Party, Programm, VerfahrenVersion


@dataclass(frozen=True)
class Beginning:
    """Who begins which way, and with what; `others` are (code of the side, organisation).

    `organisation` stands for the first side of the version. `subject` names what it is about where
    the version has a subject; `felder` are the modules that are chosen at once.
    """

    organisation: Organisation
    version: VerfahrenVersion
    others: tuple[tuple[str, Organisation], ...] = ()
    subject: str = ""
    programm: Programm | None = None
    predecessor: AuditCycle | None = None
    rhythm_months: int | None = None
    felder: tuple[Handlungsfeld, ...] = ()

    @property
    def sides(self) -> list[tuple[dict, Organisation]]:
        """Every organisation with the side that it takes, the first one first."""
        pairs = [(self.version.sides[0], self.organisation)]
        return pairs + [(self.version.side(code), one) for code, one in self.others]


def is_well_set(beginning: Beginning) -> Verdict:
    """As many of each side as the version wants, of a kind that it admits, and nobody twice."""
    version, sides = beginning.version, beginning.sides
    organisations = [organisation for _, organisation in sides]
    verdict = unless(
        len(set(organisations)) == len(organisations), WHEN, "Jede Organisation nimmt einmal teil."
    ) & unless(
        bool(beginning.subject) or not version.subject_kind,
        WHEN,
        f"Nennen Sie den Gegenstand: {version.get_subject_kind_display()}.",
    )
    for side in version.sides:
        members = [organisation for one, organisation in sides if one["code"] == side["code"]]
        verdict &= unless(
            side["least"] <= len(members) <= side["most"],
            WHEN,
            f"{side['label']}: {_how_many(side)}.",
        )
        for organisation in members:
            verdict &= unless(
                organisation.kind in side["kinds"],
                WHEN,
                f"{organisation} kann nicht als {side['label']} teilnehmen.",
            )
    programm = beginning.programm
    return verdict & unless(
        programm is None
        or (version.in_programmes and programm.owner_id == version.verfahren.owner_id),
        WHEN,
        "Dieses Programm gehört nicht zu diesem Verfahren.",
    )


def _how_many(side: dict) -> str:
    if side["least"] == side["most"]:
        return f"genau {side['most']}"
    return f"{side['least']} bis {side['most']}"


def runs_once(beginning: Beginning) -> Verdict:
    version = beginning.version
    verdict = Verdict()
    running = CycleParty.objects.filter(
        organisation__in=[organisation for _, organisation in beginning.sides],
        function=Party.MAIN,
        verfahren=version.verfahren_id,
        subject=beginning.subject,
        is_running=True,
    )
    for party in running.select_related("organisation"):
        verdict &= because(
            WHEN,
            f"In „{version.verfahren}“ läuft für {party.organisation} bereits ein Durchlauf.",
        )
    return verdict
