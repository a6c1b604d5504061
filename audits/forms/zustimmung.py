from django import forms

from auditportal.forms.checked import CheckedForm
from audits.models import AuditCycle
from handlungsfelder.models import Word


class ZustimmungForm(CheckedForm):
    """Who decided it, in the organisation that agrees."""

    body = forms.CharField(label="Wer hat bei Ihnen entschieden?", max_length=150)

    def __init__(self, data=None, files=None, *, cycle: AuditCycle, **arguments):
        super().__init__(data, files, **arguments)
        self.fields["body"].help_text = f"Zum Beispiel: {cycle.words[Word.COUNCIL]}."
