from django import forms

from auditportal.models import Theme, User


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name"]
        help_texts = {"name": "So sehen Sie die anderen in Listen und Verläufen."}


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=Theme.choices)
