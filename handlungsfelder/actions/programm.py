"""Programmes in which a Träger lets organisations take part, with their time and their funding."""

from auditportal.action import action
from auditportal.actions.versioned import overwrite
from auditportal.lock import hold
from auditportal.models import Organisation, User
from auditportal.verdict import WHEN, Verdict, unless
from handlungsfelder import permissions
from handlungsfelder.models import Programm


def can_create(user: User, owner: Organisation) -> Verdict:
    return permissions.may_run_programmes(user, owner)


def _hold_owner(owner: Organisation) -> None:
    """There is no programme yet to hold, but its code is one of its owner's."""
    hold(Organisation, owner.pk)


@action(locks=_hold_owner)
def create(*, owner: Organisation, by: User, **fields: object) -> Programm:
    """`fields` are the columns of Programm that people fill in, as its form cleans them."""
    return _save(Programm(owner=owner), None, by, fields)


def can_change(user: User, programm: Programm) -> Verdict:
    return permissions.may_run_programmes(user, programm.owner)


@action()
def change(
    *, programm: Programm, by: User, version: int | None = None, **fields: object
) -> Programm:
    """What runs in it goes on as it began."""
    return _save(programm, version, by, fields)


def _save(programm: Programm, version: int | None, by: User, fields: dict) -> Programm:
    _has_its_own_code(programm, fields.get("code", programm.code)).require()
    overwrite(programm, version=version, by=by, **fields)
    return programm


def _has_its_own_code(programm: Programm, code: str) -> Verdict:
    others = Programm.objects.filter(owner=programm.owner_id, code=code)
    return unless(not others.exclude(pk=programm.pk).exists(), WHEN, "Dieses Kürzel gibt es schon.")
