"""The profile of a participant: figures, what is already under way, strengths and weaknesses."""

from auditportal.models import Organisation, User
from auditportal.transaction import action
from auditportal.verdict import WHO, Verdict, unless
from audits import gates, permissions
from audits.actions.text import overwrite
from audits.gates import release as results
from audits.gates.profil import SUBJECT
from audits.history import record, record_once
from audits.models import AuditCycle, Kennzahl, Swot, Vorhaben
from handlungsfelder.models import Party, Right


def can_save_swot(user: User, cycle: AuditCycle) -> Verdict:
    return permissions.may_contribute(user, cycle) & results.is_open(cycle, SUBJECT)


@action
def save_swot(*, cycle: AuditCycle, version: int | None, by: User, **texts: str) -> Swot:
    """Autosave of the four texts over exactly the version that was read."""
    cycle = AuditCycle.objects.locked(cycle)
    can_save_swot(by, cycle).require()
    swot = Swot.objects.filter(cycle=cycle).first() or Swot(cycle=cycle)
    overwrite(swot, version=version, by=by, **texts)
    gates.settle(cycle)
    text = "Stärken, Schwächen, Chancen und Risiken bearbeitet."
    record_once(cycle=cycle, kind="swot_saved", text=text, by=by)
    return swot


# --- figures --------------------------------------------------------------------------------------


def own_sides(user: User, cycle: AuditCycle) -> list[Organisation]:
    """For which of several sides somebody may keep something: those that they work for."""
    parties = list(cycle.parties.filter(function=Party.MAIN).select_related("organisation"))
    mine = user.standing.holding(Right.CHANGE)
    own = [one.organisation for one in parties if one.organisation_id in mine]
    return own if len(parties) > 1 else []


def can_add_figure(user: User, cycle: AuditCycle) -> Verdict:
    return can_save_swot(user, cycle)


@action
def add_figure(
    *, cycle: AuditCycle, by: User, owner: Organisation | None = None, **fields
) -> Kennzahl:
    """With `owner` it is seen by that side alone, its companion and the Träger."""
    cycle = AuditCycle.objects.locked(cycle)
    can_add_figure(by, cycle).require()
    _keeps_for_own(by, cycle, owner).require()
    figure = Kennzahl(cycle=cycle)
    overwrite(figure, version=None, by=by, owner=owner, **fields)
    gates.settle(cycle)
    record(cycle=cycle, kind="figure_added", text=_told("ergänzt", figure), by=by)
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


def can_change_figure(user: User, figure: Kennzahl) -> Verdict:
    return can_add_figure(user, figure.cycle)


@action
def change_figure(*, figure: Kennzahl, version: int | None, by: User, **fields) -> Kennzahl:
    """`owner` among the fields, where the writer may choose it; else it stays as it is."""
    cycle = AuditCycle.objects.locked(figure)
    figure = Kennzahl.objects.visible_to(by).get(pk=figure.pk)
    can_change_figure(by, figure).require()
    if fields.get("owner", figure.owner) != figure.owner:
        _keeps_for_own(by, cycle, fields["owner"]).require()
    overwrite(figure, version=version, by=by, **fields)
    gates.settle(cycle)
    record_once(cycle=cycle, kind="figure_changed", text=_told("geändert", figure), by=by)
    return figure


def can_remove_figure(user: User, figure: Kennzahl) -> Verdict:
    return can_add_figure(user, figure.cycle)


@action
def remove_figure(*, figure: Kennzahl, by: User) -> None:
    cycle = AuditCycle.objects.locked(figure)
    figure = Kennzahl.objects.visible_to(by).get(pk=figure.pk)
    can_remove_figure(by, figure).require()
    figure.delete()
    gates.settle(cycle)
    record(cycle=cycle, kind="figure_removed", text=_told("gestrichen", figure), by=by)


# --- what is under way ----------------------------------------------------------------------------


def can_add_project(user: User, cycle: AuditCycle) -> Verdict:
    return can_save_swot(user, cycle)


@action
def add_project(*, cycle: AuditCycle, by: User, **fields) -> Vorhaben:
    cycle = AuditCycle.objects.locked(cycle)
    can_add_project(by, cycle).require()
    project = Vorhaben(cycle=cycle)
    overwrite(project, version=None, by=by, **fields)
    gates.settle(cycle)
    record(cycle=cycle, kind="project_added", text=f"Vorhaben ergänzt: {project}", by=by)
    return project


def can_change_project(user: User, project: Vorhaben) -> Verdict:
    return can_add_project(user, project.cycle)


@action
def change_project(*, project: Vorhaben, version: int | None, by: User, **fields) -> Vorhaben:
    cycle = AuditCycle.objects.locked(project)
    project = Vorhaben.objects.filter(cycle=cycle).get(pk=project.pk)
    can_change_project(by, project).require()
    overwrite(project, version=version, by=by, **fields)
    gates.settle(cycle)
    record_once(cycle=cycle, kind="project_changed", text=f"Vorhaben geändert: {project}", by=by)
    return project


def can_remove_project(user: User, project: Vorhaben) -> Verdict:
    return can_add_project(user, project.cycle)


@action
def remove_project(*, project: Vorhaben, by: User) -> None:
    cycle = AuditCycle.objects.locked(project)
    project = Vorhaben.objects.filter(cycle=cycle).get(pk=project.pk)
    can_remove_project(by, project).require()
    project.delete()
    gates.settle(cycle)
    record(cycle=cycle, kind="project_removed", text=f"Vorhaben gestrichen: {project}", by=by)
