"""Programmes in which a Träger lets organisations take part, with their time and their funding."""

from auditportal.action import action
from auditportal.models import Organisation, User
from auditportal.verdict import WHEN, Verdict, unless
from handlungsfelder import permissions
from handlungsfelder.models import Programm


def can_create(user: User, owner: Organisation) -> Verdict:
    return permissions.may_run_programmes(user, owner)


@action()
def create(*, owner: Organisation, by: User, **fields: object) -> Programm:
    """`fields` are the columns of Programm that people fill in, as its form cleans them."""
    programm = Programm(owner=owner)
    return _save(programm, fields)


def can_change(user: User, programm: Programm) -> Verdict:
    return permissions.may_run_programmes(user, programm.owner)


@action()
def change(*, programm: Programm, by: User, **fields: object) -> Programm:
    """What runs in it goes on as it began."""
    return _save(programm, fields)


def _save(programm: Programm, fields: dict) -> Programm:
    for name, value in fields.items():
        setattr(programm, name, value)
    _has_its_own_code(programm).require()
    programm.save()
    return programm


def _has_its_own_code(programm: Programm) -> Verdict:
    others = Programm.objects.filter(owner=programm.owner_id, code=programm.code)
    return unless(not others.exclude(pk=programm.pk).exists(), WHEN, "Dieses Kürzel gibt es schon.")
