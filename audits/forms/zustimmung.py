from django import forms

from audits.models import AuditCycle
from handlungsfelder.models import Word


class ZustimmungForm(forms.Form):
    """Who decided it, in the organisation that agrees."""

    body = forms.CharField(label="Wer hat bei Ihnen entschieden?", max_length=150)

    def __init__(self, data=None, *, cycle: AuditCycle, **arguments):
        super().__init__(data, **arguments)
        self.fields["body"].help_text = f"Zum Beispiel: {cycle.words[Word.COUNCIL]}."
