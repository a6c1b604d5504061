"""An issued certificate: by the action with a real Urkunde, or only as a row of a list."""

import datetime as dt
import hashlib

from auditportal import clock
from auditportal.models import Role
from audits.models import AuditCycle
from certificates.actions import zertifikat as zertifikate
from certificates.models import Zertifikat
from handlungsfelder.models import VerfahrenVersion
from tests.factories.audits import a_cycle, member_of


def a_zertifikat(
    cycle: AuditCycle | None = None, valid_from: dt.date | None = None, **about
) -> Zertifikat:
    cycle = cycle or a_cycle(at="zertifizierung", **about)
    return zertifikate.issue(
        cycle=cycle,
        valid_from=valid_from or clock.today(),
        by=member_of(cycle.owner, Role.DIRECTOR),
    )


def a_row(version: VerfahrenVersion) -> Zertifikat:
    """What a list needs: the Award that the cycle's factory leaves, and bytes that are no PDF."""
    award = a_cycle(at="umsetzung", version=version).awards.get()
    return Zertifikat.objects.create(
        award=award,
        urkunde=b"-",
        sha256=hashlib.sha256(b"-").hexdigest(),
        issued_at=clock.now(),
        issued_by=award.awarded_by,
    )
