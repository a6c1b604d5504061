"""The way in: whoever is not yet in the project's own environment is taken there first.

Only the standard library, and readable for Python 3.8: nothing is installed yet. The imports
stand inside because each way has packages that the others lack.
"""

import os
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]


def enter(argv):
    """A container has everything; on a machine `.venv` has, and brings the engines."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "auditportal.settings")
    if os.environ.get("AUDITPORTAL_READY") == "1":
        from auditportal.machine import command_line as door  # noqa: PLC0415
    elif Path(sys.prefix) == PROJECT / ".venv":
        from auditportal.machine.supervisor import door  # noqa: PLC0415
    else:
        from auditportal.machine.bootstrap import setup as door  # noqa: PLC0415
    door.run(argv)
