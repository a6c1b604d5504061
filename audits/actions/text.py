"""How a text that several people write on is saved without losing anybody's words."""

from auditportal import clock
from auditportal.models import User
from auditportal.verdict import Overtaken
from audits.models import Text


def overwrite(row: Text, *, version: int | None, by: User, **fields: object) -> None:
    """Save over exactly the version that the writer has read; None overwrites knowingly."""
    if version is not None and row.pk and row.version != version:
        raise Overtaken(row)
    changed = fields | {"version": row.version + 1, "saved_at": clock.now(), "saved_by": by}
    for name, value in changed.items():
        setattr(row, name, value)
    if row.pk is None:
        row.save()
    else:  # nothing else of it: the others may be somebody else's affair
        type(row).objects.filter(pk=row.pk).update(**changed)
