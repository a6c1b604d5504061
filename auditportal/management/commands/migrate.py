"""Migrations as the owner, then the application's role with exactly the rights that it needs."""

import os

from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from auditportal import database_role


class Command(migrate.Command):
    """Takes the place of Django's own, so that nobody can forget the rights."""

    def handle(self, *args, **options):
        super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        call_command("createcachetable", database=options["database"], verbosity=0)
        with connections[options["database"]].cursor() as cursor:
            # The settings hold the owner's address now, the environment the application's.
            admit(cursor, os.environ.get("DATABASE_URL", ""))


def admit(cursor, url: str) -> None:
    """The role that the address names; where the owner is the application there is none."""
    name, password = database_role.of(url)
    cursor.execute("SELECT current_user")
    if not name or name == cursor.fetchone()[0]:
        return
    if not database_role.exists(cursor, name):
        if not password:
            raise CommandError(f"Die Rolle {name} fehlt, und DATABASE_URL nennt kein Kennwort.")
        database_role.ensure(cursor, name, password)
    database_role.grant(cursor, name)
