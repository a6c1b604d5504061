"""What a page had shown when it was drawn: only what somebody changed on it is saved.

A page that stays open for an hour would else undo, with every box that nobody touched, what a
colleague has marked meanwhile.
"""

import json

from django import forms


class ShownField(forms.CharField):
    """Goes along with the page, unseen; what is no such note says nothing."""

    widget = forms.HiddenInput

    def __init__(self, **manner):
        super().__init__(required=False, **manner)

    def prepare_value(self, value):
        return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def shown_in(data, name: str) -> dict | list | None:
    """What the posted page says that it had shown; None where it says nothing."""
    try:
        noted = json.loads(data.get(name, ""))
    except (ValueError, RecursionError):
        return None
    return noted if isinstance(noted, dict | list) else None
