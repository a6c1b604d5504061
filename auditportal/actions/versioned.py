"""How a row that several people write on is saved without losing anybody's words."""

from auditportal import clock
from auditportal.action import part
from auditportal.models import User, Versioned
from auditportal.verdict import Overtaken


def is_the_newest(row: Versioned, version: int | None) -> None:
    """Whether the writer has read what stands there now; None overwrites knowingly."""
    if version is not None and row.pk and row.version != version:
        raise Overtaken(row)


@part
def overwrite(row: Versioned, *, version: int | None, by: User | None, **fields: object) -> None:
    """Save over exactly the version that the writer has read; None overwrites knowingly."""
    is_the_newest(row, version)
    changed = fields | {"version": row.version + 1, "saved_at": clock.now(), "saved_by": by}
    for name, value in changed.items():
        setattr(row, name, value)
    if row.pk is None:
        row.save()
    else:  # nothing else of it: the others may be somebody else's affair
        row.save(update_fields=changed)
