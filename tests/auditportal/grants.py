"""The two sides that must agree: what is granted, and what the open Mitgliedschaften bring."""

from auditportal.models import Mitgliedschaft, OrganisationGrant
from auditportal.permissions import ROLE_RIGHTS


def granted() -> set[tuple[int, int, str]]:
    rows = OrganisationGrant.objects.values_list(
        "user_id", "content_object_id", "permission__codename"
    )
    return set(rows)


def earned() -> set[tuple[int, int, str]]:
    return {
        (member.user_id, member.organisation_id, f"{right}_organisation")
        for member in Mitgliedschaft.objects.open()
        for right in ROLE_RIGHTS[member.role]
    }
