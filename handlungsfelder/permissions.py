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
