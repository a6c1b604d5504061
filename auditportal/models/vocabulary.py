from django.db import models


class OrganisationKind(models.TextChoices):
    KOMMUNE = "kommune", "Kommune"
    KREIS = "kreis", "Kreis"
    WOHNUNGSUNTERNEHMEN = "wohnungsunternehmen", "Wohnungsunternehmen"
    TRAEGER = "traeger", "Träger"
    PARTNER = "partner", "Partner"


class Role(models.TextChoices):
    """What a person is in an organisation; permissions.ROLE_RIGHTS says what that brings."""

    READER = "reader", "Lesen"
    EDITOR = "editor", "Bearbeiten"
    SIGNATORY = "signatory", "Zeichnen"
    OFFICE = "office", "Geschäftsstelle"
    DIRECTOR = "director", "Geschäftsführung"


TRAEGER_ROLES = [Role.OFFICE, Role.DIRECTOR]
SIGNING_ROLES = [Role.SIGNATORY, Role.DIRECTOR]
