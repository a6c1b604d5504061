"""Each signing side agrees, on its own, to exactly the newest frozen version."""

from auditportal import clock
from auditportal.action import happened
from auditportal.models import Organisation, User
from auditportal.permissions import holds
from auditportal.verdict import WHO, Verdict, unless
from audits import gates
from audits.actions import action
from audits.gates import zustimmung as consent
from audits.gates.fassung import has_not_moved
from audits.models import CycleEventKind, Fassung, Zustimmung
from handlungsfelder.models import GateKind, Right, Word


def can_agree(user: User, fassung: Fassung, organisation: Organisation) -> Verdict:
    """Only who signs for this very organisation, whatever rights are held on the other side."""
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


@action(CycleEventKind.AGREED)
def agree(*, fassung: Fassung, organisation: Organisation, body: str, by: User) -> Zustimmung:
    """`body` is who decided it there; the version itself says what was agreed to."""
    given = Zustimmung.objects.create(
        cycle=fassung.cycle,
        fassung=fassung,
        organisation=organisation,
        body=body,
        given_at=clock.now(),
        given_by=by,
    )
    what = f"{fassung.cycle.words[Word.AGREEMENT]}, {fassung}"
    happened(f"{organisation} stimmt zu: {what}. Entschieden hat: {body}.")
    return given
