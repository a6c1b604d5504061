from auditportal.models.attempt import Attempt
from auditportal.models.betreuung import Betreuung, in_care
from auditportal.models.contact import Contact
from auditportal.models.document import Document
from auditportal.models.grant import OrganisationGrant
from auditportal.models.heartbeat import Heartbeat
from auditportal.models.history import Event
from auditportal.models.invitation import Invitation, Mail, OrganisationEvent, OrganisationEventKind
from auditportal.models.mitgliedschaft import Mitgliedschaft
from auditportal.models.naming import sort_key
from auditportal.models.organisation import Organisation
from auditportal.models.outbox import OutboxMail, OutboxState
from auditportal.models.register import RegisterAlias, RegisterEntry, RegisterLevel
from auditportal.models.rights import GRANTS, Rights
from auditportal.models.taken import TakenForm
from auditportal.models.user import Density, Theme, User
from auditportal.models.versioned import Versioned
from auditportal.models.vocabulary import SIGNING_ROLES, TRAEGER_ROLES, OrganisationKind, Role

__all__ = [
    "GRANTS",
    "SIGNING_ROLES",
    "TRAEGER_ROLES",
    "Attempt",
    "Betreuung",
    "Contact",
    "Density",
    "Document",
    "Event",
    "Heartbeat",
    "Invitation",
    "Mail",
    "Mitgliedschaft",
    "Organisation",
    "OrganisationEvent",
    "OrganisationEventKind",
    "OrganisationGrant",
    "OrganisationKind",
    "OutboxMail",
    "OutboxState",
    "RegisterAlias",
    "RegisterEntry",
    "RegisterLevel",
    "Rights",
    "Role",
    "TakenForm",
    "Theme",
    "User",
    "Versioned",
    "in_care",
    "sort_key",
]
