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

ROLE_RIGHTS = {
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


def may_change(user: User, organisation: Organisation) -> Verdict:
    """Master data and contacts: the organisation itself, or the Geschäftsstelle for it."""
    return unless(
        holds(user, "change", organisation.pk)
        or (organisation.kind != OrganisationKind.TRAEGER and user.rights.is_traeger),
        WHO,
        "Dafür brauchen Sie das Recht „Bearbeiten“ in dieser Organisation.",
    )


def may_admit(user: User, organisation: Organisation, role: str) -> Verdict:
    """Members come by their own signatories or the Geschäftsstelle; a Träger's by its director."""
    own = holds(user, "sign", organisation.pk)
    if organisation.kind == OrganisationKind.TRAEGER:
        directs = own and holds(user, "run", organisation.pk)
        return unless(directs, WHO, "Das entscheidet die Geschäftsführung.")
    return unless(
        own or user.rights.is_traeger,
        WHO,
        "Das entscheiden Zeichnungsberechtigte oder die Geschäftsstelle.",
    ) & unless(
        role not in TRAEGER_ROLES, WHO, "Diese Rolle gibt es nur bei einem Träger von Verfahren."
    )
