import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.functional import cached_property

from auditportal.models.rights import Rights


class Theme(models.TextChoices):
    SYSTEM = "system", "Wie das Gerät"
    LIGHT = "light", "Hell"
    DARK = "dark", "Dunkel"


class Density(models.TextChoices):
    COMFORTABLE = "comfortable", "Komfortabel"
    COMPACT = "compact", "Kompakt"


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person with a login; what they may do hangs on organisations and cycles."""

    email = models.EmailField(
        "E-Mail-Adresse",
        unique=True,  # the constraint below says more; Django's own check looks for this
        error_messages={"unique": "Diese E-Mail-Adresse ist schon vergeben."},
    )
    name = models.CharField("Name", max_length=150)
    is_active = models.BooleanField("Zugang offen", default=True)
    theme = models.CharField("Darstellung", max_length=10, choices=Theme, default=Theme.SYSTEM)
    density = models.CharField(
        "Dichte", max_length=12, choices=Density, blank=True, default="", db_default=""
    )
    # What frozen papers call this person; the name stands beside them and can be erased.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    needs_no_action = True  # logging in and a new password are Django's

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = "Person"
        verbose_name_plural = "Personen"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="Diese E-Mail-Adresse ist schon vergeben.",
            ),
        ]

    def __str__(self):
        return self.name or self.email

    # Django and guardian ask for these; nobody here is above the grants.
    is_staff = is_superuser = False

    def get_full_name(self):
        return self.name

    @cached_property
    def rights(self) -> Rights:
        """The grants of this person; kept for the request, read afresh by every action."""
        return Rights.of(self)

    @property
    def shown_density(self) -> str:
        """As chosen; else by what one does here: a Träger's people have it open all day."""
        return self.density or (Density.COMPACT if self.rights.is_traeger else Density.COMFORTABLE)

    def knows(self, fact: str) -> bool:
        """Whether an upper room has already read this beside the grants."""
        return "rights" in self.__dict__ and fact in self.rights.kept

    def forget_rights(self):
        self.__dict__.pop("rights", None)
