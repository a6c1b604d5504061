"""How rows that people bring into an order change places."""

from django.db.models import Model, QuerySet

from auditportal.action import part


@part
def shift(siblings: QuerySet, row: Model, up: bool) -> None:
    """One place up or down; the others keep their order."""
    rows = list(siblings.order_by("position", "pk"))
    place = next(index for index, other in enumerate(rows) if other.pk == row.pk)
    target = place + (-1 if up else 1)
    if not 0 <= target < len(rows):
        return
    rows.insert(target, rows.pop(place))
    for position, other in enumerate(rows, start=1):
        other.position = position
    type(row)._default_manager.bulk_update(rows, ["position"])
