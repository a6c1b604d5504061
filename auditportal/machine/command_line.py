"""Where everything is in place: the right role, then Django or one of the processes."""

import os
import sys

from django.core.management import execute_from_command_line

from auditportal.machine import processes

# Those who change the schema or copy rows past the actions; all others work as the application.
AS_OWNER = {"dbshell", "grow_demo", "makemigrations", "migrate", "showmigrations", "sqlmigrate"}


def run(argv: list[str]) -> None:
    command = argv[1] if len(argv) > 1 else ""
    if command == "serve":
        processes.serve(argv[2:])
    if command in AS_OWNER and os.environ.get("DATABASE_OWNER_URL"):
        os.environ["AUDITPORTAL_AS_OWNER"] = "1"
    execute_from_command_line(argv)
    sys.exit()
