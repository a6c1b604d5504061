from django import forms

from auditportal.models import Density, Theme, User


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name"]
        help_texts = {"name": "So sehen Sie die anderen in Listen und Verläufen."}


class DisplayForm(forms.Form):
    """One button was pressed: of the two only one is sent."""

    theme = forms.ChoiceField(choices=Theme.choices, required=False)
    density = forms.ChoiceField(choices=Density.choices, required=False)
