"""How a Referenzrahmen comes into the portal; all Träger of an installation share them."""

from auditportal.action import action
from auditportal.models import User
from auditportal.verdict import Verdict
from handlungsfelder import permissions
from handlungsfelder.models import Referenz, Referenzrahmen
from handlungsfelder.references import Rahmen, ReferenzSpec


def can_load(user: User, rahmen: Rahmen) -> Verdict:
    return permissions.may_load_references(user)


@action()
def load(*, rahmen: Rahmen, by: User) -> Referenzrahmen:
    """Write a frame down, or correct its wording; what is tied to it stays tied."""
    row, _ = Referenzrahmen.objects.update_or_create(
        code=rahmen.code, defaults={"name": rahmen.name, "source": rahmen.source}
    )
    written = {one.code: one for one in row.referenzen.all()}
    for spec in rahmen.referenzen:
        written[spec.code] = _write(row, spec, written)
    return row


def _write(row: Referenzrahmen, spec: ReferenzSpec, written: dict[str, Referenz]) -> Referenz:
    """What is new comes after everything else, so that no place is taken twice."""
    wording = {"title": spec.title, "parent": written.get(spec.parent)}
    one, _ = row.referenzen.update_or_create(
        code=spec.code, defaults=wording, create_defaults=wording | {"position": len(written) + 1}
    )
    return one
