"""Issuing: the award is written down below, here it gets its Urkunde and its public address."""

import datetime as dt
import hashlib

from auditportal import clock
from auditportal.models import User
from audits.actions import action
from audits.actions import award as awards
from audits.models import AuditCycle
from certificates import urkunde
from certificates.models import Zertifikat, random_token


@action(None, asks=awards.can_award)
def issue(*, cycle: AuditCycle, valid_from: dt.date, by: User) -> Zertifikat:
    """Award, render, keep the bytes: all of it or nothing, under the cycle's lock."""
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
