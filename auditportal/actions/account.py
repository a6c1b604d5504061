"""What people settle about themselves."""

from auditportal.action import action, unasked
from auditportal.models import User


@action(asks=unasked)
def rename(*, name: str, by: User) -> User:
    by.name = name
    by.save(update_fields=["name"])
    return by


@action(asks=unasked)
def choose_display(*, theme: str = "", density: str = "", by: User) -> User:
    """Colours and density; what was not chosen stays."""
    by.theme = theme or by.theme
    by.density = density or by.density
    by.save(update_fields=["theme", "density"])
    return by
