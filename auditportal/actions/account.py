"""What people settle about themselves."""

from auditportal.models import Theme, User
from auditportal.transaction import action


@action
def rename(*, name: str, by: User) -> User:
    by.name = name
    by.save(update_fields=["name"])
    return by


@action
def choose_theme(*, theme: Theme, by: User) -> User:
    by.theme = theme
    by.save(update_fields=["theme"])
    return by
