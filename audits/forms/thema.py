from django import forms

from auditportal.forms.versioned import VersionedForm
from audits.forms.bestandsaufnahme import Prose


class ThemaForm(VersionedForm):
    """Why something is chosen; one of its own also gets its name."""

    name = forms.CharField(
        label="Name", max_length=200, help_text="Wie Ihr eigenes Thema heißt, in wenigen Worten."
    )
    reason = Prose(label="Warum", help_text="Weshalb ist das bei Ihnen wichtig? Freiwillig.")

    def __init__(self, data=None, *, is_free: bool, **arguments):
        super().__init__(data, **arguments)
        if not is_free:
            del self.fields["name"]

    @property
    def fields_to_save(self) -> dict[str, str]:
        return {"name": "", "reason": ""} | super().fields_to_save
