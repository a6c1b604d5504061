"""Who is trusted with what: the door to django-guardian.

Rights are read from the grant tables and never through `has_perm`, which opens everything to
superusers. Only the actions that create or end a Mitgliedschaft or a Berufung write grants.
"""

from django.contrib.auth.models import Permission
from django.db import models
from guardian.shortcuts import assign_perm, remove_perm

from auditportal.models import (
    TRAEGER_ROLES,
    Organisation,
    OrganisationGrant,
    OrganisationKind,
    Role,
    User,
)
from auditportal.verdict import WHO, Verdict, unless

ROLE_RIGHTS: dict[str, set[str]] = {
    Role.READER: {"view"},
    Role.EDITOR: {"view", "change"},
    Role.SIGNATORY: {"view", "change", "sign"},
    Role.OFFICE: {"view", "change", "run"},
    Role.DIRECTOR: {"view", "change", "run", "sign"},
}


def codename(right: str, obj: models.Model) -> str:
    return f"{right}_{obj._meta.model_name}"


def grant(*, user: User, right: str, obj: models.Model) -> None:
    assign_perm(codename(right, obj), user, obj)
    user.forget_rights()


def revoke(*, user: User, right: str, obj: models.Model) -> None:
    remove_perm(codename(right, obj), user, obj)
    user.forget_rights()


def grant_role(*, user: User, organisation: Organisation, role: Role | None) -> None:
    """Make the grants on an organisation exactly those of the role; None takes all."""
    wanted = {codename(right, organisation) for right in (ROLE_RIGHTS[role] if role else ())}
    rows = OrganisationGrant.objects.filter(user=user, content_object=organisation)
    held = dict(rows.values_list("permission__codename", "pk"))
    rows.filter(pk__in=[pk for name, pk in held.items() if name not in wanted]).delete()
    OrganisationGrant.objects.bulk_create(
        [
            OrganisationGrant(user=user, permission=permission, content_object=organisation)
            for permission in _permissions(wanted - held.keys())
        ],
        ignore_conflicts=True,  # somebody else may do the same at the same moment
    )
    user.forget_rights()


def _permissions(names: set[str]) -> models.QuerySet[Permission]:
    label = Organisation._meta.app_label
    return Permission.objects.filter(content_type__app_label=label, codename__in=names)


def holds(user: User, right: str, organisation_id: int) -> bool:
    return right in user.rights.by_organisation.get(organisation_id, ())


def may_run_any(user: User) -> Verdict:
    """For what only the people of a Träger do: entering organisations, loading the register."""
    return unless(user.rights.is_traeger, WHO, "Das ist Aufgabe der Geschäftsstelle.")


def may_see(user: User, organisation: Organisation) -> Verdict:
    return unless(
        user.rights.is_traeger or holds(user, "view", organisation.pk),
        WHO,
        "Sie gehören nicht zu dieser Organisation.",
    )


def works_with(user: User, organisation: Organisation) -> bool:
    """Whether a Träger whose Verfahren this person runs has taken it up, or nobody has yet."""
    if organisation.kind == OrganisationKind.TRAEGER or not user.rights.is_traeger:
        return False
    running = user.rights.holding("run")
    return not organisation.carers or not set(running).isdisjoint(organisation.carers)


def sees_people(user: User, organisation: Organisation) -> bool:
    """As `Organisation.objects.whose_people_are_seen_by` says it, of one that is loaded."""
    if holds(user, "view", organisation.pk):
        return True
    if organisation.kind == OrganisationKind.TRAEGER or not user.rights.is_traeger:
        return False
    return not organisation.carers or not user.rights.traeger.isdisjoint(organisation.carers)


def came_first(user: User, organisation: Organisation) -> bool:
    """The same of the Träger that took it up before all others."""
    if not works_with(user, organisation):
        return False
    return not organisation.carers or organisation.carers[0] in user.rights.holding("run")


def may_change(user: User, organisation: Organisation) -> Verdict:
    """Master data and contacts: the organisation itself, or the Geschäftsstelle of its Träger."""
    return unless(
        holds(user, "change", organisation.pk) or works_with(user, organisation),
        WHO,
        "Dafür brauchen Sie das Recht „Bearbeiten“ in dieser Organisation.",
    )


def may_admit(user: User, organisation: Organisation, role: str) -> Verdict:
    """Members come by their own signatories, a Träger's by its director. Until somebody signs for
    an organisation, the Geschäftsstelle that took it up first brings them."""
    own = holds(user, "sign", organisation.pk)
    if organisation.kind == OrganisationKind.TRAEGER:
        directs = own and holds(user, "run", organisation.pk)
        return unless(directs, WHO, "Das entscheidet die Geschäftsführung.")
    return unless(
        own or (came_first(user, organisation) and not is_signed_for(organisation)),
        WHO,
        "Wer hier mitarbeitet, entscheiden die Zeichnungsberechtigten dieser Organisation.",
    ) & unless(
        role not in TRAEGER_ROLES, WHO, "Diese Rolle gibt es nur bei einem Träger von Verfahren."
    )


def is_signed_for(organisation: Organisation) -> bool:
    return organisation.mitgliedschaften.signing().exists()


def may_bring_in(user: User, organisation: Organisation) -> Verdict:
    """That a further Träger comes to work with it: who signs for it, or the first Träger."""
    return unless(
        holds(user, "sign", organisation.pk) or came_first(user, organisation),
        WHO,
        "Das entscheiden die Zeichnungsberechtigten oder der erste Träger.",
    )
