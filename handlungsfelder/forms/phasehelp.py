from auditportal.forms.versioned import VersionedForm
from handlungsfelder.forms.fields import Words


class PhaseHelpForm(VersionedForm):
    text = Words(
        label="Hilfetext",
        required=False,
        rows=6,
        max_length=4000,
        help_text="Was zu tun ist, in zwei oder drei Sätzen.",
    )
