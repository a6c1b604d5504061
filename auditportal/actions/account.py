"""What people settle about themselves."""

from auditportal.action import action, unasked
from auditportal.models import Theme, User


@action(asks=unasked)
def rename(*, name: str, by: User) -> User:
    by.name = name
    by.save(update_fields=["name"])
    return by


@action(asks=unasked)
def choose_theme(*, theme: Theme, by: User) -> User:
    by.theme = theme
    by.save(update_fields=["theme"])
    return by
