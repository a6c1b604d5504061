"""Who may prescribe: a Träger writes its own Verfahren, and its Geschäftsführung publishes."""

from auditportal.models import Organisation, User
from auditportal.permissions import holds
from auditportal.verdict import WHO, Verdict, unless


def may_write(user: User, owner: Organisation) -> Verdict:
    return unless(
        holds(user, "run", owner.pk), WHO, "Vorlagen schreibt die Geschäftsstelle des Trägers."
    )


def may_publish(user: User, owner: Organisation) -> Verdict:
    return unless(
        holds(user, "sign", owner.pk), WHO, "Vorlagen veröffentlicht die Geschäftsführung."
    )


def may_load_references(user: User) -> Verdict:
    """They belong to no Träger alone: the Geschäftsführung of any of them brings them in."""
    return unless(
        bool(user.rights.traeger.intersection(user.rights.holding("sign"))),
        WHO,
        "Referenzrahmen lädt die Geschäftsführung eines Trägers.",
    )


def may_run_programmes(user: User, owner: Organisation) -> Verdict:
    return unless(
        holds(user, "run", owner.pk), WHO, "Programme führt die Geschäftsstelle des Trägers."
    )
