"""Issuing: the award is written down below, here it gets its Urkunde and its public address."""

import datetime as dt
import hashlib

from auditportal import clock
from auditportal.models import User
from auditportal.transaction import action
from auditportal.verdict import Verdict
from audits.actions import award as awards
from audits.models import AuditCycle
from certificates import urkunde
from certificates.models import Zertifikat, random_token


def can_issue(user: User, cycle: AuditCycle) -> Verdict:
    """Only who signs for the Träger, and only once."""
    return awards.can_award(user, cycle)


@action
def issue(*, cycle: AuditCycle, valid_from: dt.date, by: User) -> Zertifikat:
    """Award, render, keep the bytes: all of it or nothing, under the cycle's lock."""
    cycle = AuditCycle.objects.locked(cycle)
    can_issue(by, cycle).require()
    number = awards.next_number(cycle)
    awarded = awards.award(cycle=cycle, number=number, valid_from=valid_from, by=by)
    token = random_token()
    data = urkunde.render(awarded, token)
    return Zertifikat.objects.create(
        award=awarded,
        token=token,
        urkunde=data,
        sha256=hashlib.sha256(data).hexdigest(),
        issued_at=clock.now(),
        issued_by=by,
    )


def can_withdraw(user: User, zertifikat: Zertifikat) -> Verdict:
    return awards.can_withdraw(user, zertifikat.award)


@action
def withdraw(*, zertifikat: Zertifikat, reason: str, by: User) -> Zertifikat:
    """Take the award back; Urkunde and address stay, the public check says what is true now."""
    awards.withdraw(awarded=zertifikat.award, reason=reason, by=by)
    return _fresh(zertifikat)


def can_suspend(user: User, zertifikat: Zertifikat) -> Verdict:
    return awards.can_suspend(user, zertifikat.award)


@action
def suspend(*, zertifikat: Zertifikat, reason: str, by: User) -> Zertifikat:
    """Let the award rest; the public check says so, and since when."""
    awards.suspend(awarded=zertifikat.award, reason=reason, by=by)
    return _fresh(zertifikat)


def can_resume(user: User, zertifikat: Zertifikat) -> Verdict:
    return awards.can_resume(user, zertifikat.award)


@action
def resume(*, zertifikat: Zertifikat, by: User) -> Zertifikat:
    awards.resume(awarded=zertifikat.award, by=by)
    return _fresh(zertifikat)


def _fresh(zertifikat: Zertifikat) -> Zertifikat:
    return Zertifikat.objects.for_display().get(pk=zertifikat.pk)
