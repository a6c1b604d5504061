from django import forms

from handlungsfelder.forms.fields import Words


class PhaseHelpForm(forms.Form):
    text = Words(
        label="Hilfetext",
        required=False,
        rows=6,
        max_length=4000,
        help_text="Was zu tun ist, in zwei oder drei Sätzen.",
    )
