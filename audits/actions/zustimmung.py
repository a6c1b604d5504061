"""Each signing side agrees, on its own, to exactly the newest frozen version."""

from auditportal import clock
from auditportal.models import Organisation, User
from auditportal.permissions import holds
from auditportal.transaction import action
from auditportal.verdict import WHO, Verdict, unless
from audits import gates
from audits.gates import zustimmung as consent
from audits.gates.fassung import has_not_moved
from audits.history import record
from audits.models import AuditCycle, Fassung, Zustimmung
from handlungsfelder.models import GateKind, Right, Word


def can_agree(user: User, pair: tuple[Fassung, Organisation]) -> Verdict:
    """Only who signs for this very organisation, whatever rights are held on the other side."""
    fassung, organisation = pair
    signs = consent.signs(fassung.cycle, organisation)
    return (
        unless(
            signs and holds(user, Right.SIGN, organisation.pk),
            WHO,
            f"Hier stimmt zu: {organisation} (Recht: {Right.SIGN.label}).",
        )
        & gates.is_demanded(fassung.cycle, GateKind.CONSENT)
        & consent.is_newest(fassung)
        & has_not_moved(fassung)
        & consent.is_not_given(fassung, organisation)
    )


@action
def agree(*, fassung: Fassung, organisation: Organisation, body: str, by: User) -> Zustimmung:
    """`body` is who decided it there; the version itself says what was agreed to."""
    cycle = AuditCycle.objects.locked(fassung)
    fassung = cycle.fresh(fassung)
    can_agree(by, (fassung, organisation)).require()
    given = Zustimmung.objects.create(
        cycle=cycle,
        fassung=fassung,
        organisation=organisation,
        body=body,
        given_at=clock.now(),
        given_by=by,
    )
    gates.settle(cycle)
    what = f"{cycle.words[Word.AGREEMENT]}, {fassung}"
    text = f"{organisation} stimmt zu: {what}. Entschieden hat: {body}."
    record(cycle=cycle, kind="agreed", text=text, by=by)
    return given
