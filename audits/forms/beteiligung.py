from django import forms


class PartnerSearch(forms.Form):
    """Whom to invite, by a part of the name."""

    q = forms.CharField(label="Name der Organisation", required=False, max_length=100)
