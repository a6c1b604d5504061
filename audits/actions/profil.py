"""The profile of a participant: figures, what is already under way, strengths and weaknesses."""

from auditportal.action import happened
from auditportal.actions.versioned import overwrite
from auditportal.models import Organisation, User
from auditportal.verdict import WHO, Verdict, unless
from audits import permissions
from audits.actions import action
from audits.gates import release as results
from audits.gates.profil import SUBJECT
from audits.models import AuditCycle, CycleEventKind, Kennzahl, Swot, Vorhaben
from handlungsfelder.models import Right


def can_write(user: User, cycle: AuditCycle) -> Verdict:
    return permissions.may_contribute(user, cycle) & results.is_open(cycle, SUBJECT)


@action(CycleEventKind.SWOT_SAVED, asks=can_write, once=True)
def save_swot(*, cycle: AuditCycle, version: int | None, by: User, **texts: str) -> Swot:
    """Autosave of the four texts over exactly the version that was read."""
    swot = Swot.objects.of(cycle).first() or Swot(cycle=cycle)
    overwrite(swot, version=version, by=by, **texts)
    happened("Stärken, Schwächen, Chancen und Risiken bearbeitet.")
    return swot


# --- figures --------------------------------------------------------------------------------------


def own_sides(user: User, cycle: AuditCycle) -> list[Organisation]:
    """For which of several sides somebody may keep something: those that they work for."""
    parties = list(cycle.parties.mains().with_organisations())
    mine = user.rights.holding(Right.CHANGE)
    own = [one.organisation for one in parties if one.organisation_id in mine]
    return own if len(parties) > 1 else []


@action(CycleEventKind.FIGURE_ADDED, asks=can_write)
def add_figure(
    *, cycle: AuditCycle, by: User, owner: Organisation | None = None, **fields: object
) -> Kennzahl:
    """With `owner` it is seen by that side alone, its companion and the Träger."""
    _keeps_for_own(by, cycle, owner).require()
    figure = Kennzahl(cycle=cycle)
    overwrite(figure, version=None, by=by, owner=owner, **fields)
    happened(_told("ergänzt", figure))
    return figure


def _keeps_for_own(user: User, cycle: AuditCycle, owner: Organisation | None) -> Verdict:
    return unless(
        owner is None or owner in own_sides(user, cycle),
        WHO,
        "Etwas für sich behalten kann nur die eigene Seite.",
    )


def _told(what: str, figure: Kennzahl) -> str:
    """The history is read by all sides: of a figure that one keeps, not even the name."""
    return f"Kennzahl {what}: {figure}" if figure.owner_id is None else f"Eigene Kennzahl {what}."


@action(CycleEventKind.FIGURE_CHANGED, asks=can_write, once=True)
def change_figure(*, figure: Kennzahl, version: int | None, by: User, **fields: object) -> Kennzahl:
    """`owner` among the fields, where the writer may choose it; else it stays as it is."""
    figure = Kennzahl.objects.visible_to(by).get(pk=figure.pk)
    if fields.get("owner", figure.owner) != figure.owner:
        _keeps_for_own(by, figure.cycle, fields["owner"]).require()  # type: ignore[arg-type] # a side
    overwrite(figure, version=version, by=by, **fields)
    happened(_told("geändert", figure))
    return figure


@action(CycleEventKind.FIGURE_REMOVED, asks=can_write)
def remove_figure(*, figure: Kennzahl, by: User) -> None:
    figure = Kennzahl.objects.visible_to(by).get(pk=figure.pk)
    figure.delete()
    happened(_told("gestrichen", figure))


# --- what is under way ----------------------------------------------------------------------------


@action(CycleEventKind.PROJECT_ADDED, asks=can_write)
def add_project(*, cycle: AuditCycle, by: User, **fields: object) -> Vorhaben:
    project = Vorhaben(cycle=cycle)
    overwrite(project, version=None, by=by, **fields)
    happened(f"Vorhaben ergänzt: {project}")
    return project


@action(CycleEventKind.PROJECT_CHANGED, asks=can_write, once=True)
def change_project(
    *, project: Vorhaben, version: int | None, by: User, **fields: object
) -> Vorhaben:
    overwrite(project, version=version, by=by, **fields)
    happened(f"Vorhaben geändert: {project}")
    return project


@action(CycleEventKind.PROJECT_REMOVED, asks=can_write)
def remove_project(*, project: Vorhaben, by: User) -> None:
    project.delete()
    happened(f"Vorhaben gestrichen: {project}")
