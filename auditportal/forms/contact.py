from django import forms

from auditportal.forms.versioned import VersionedModelForm
from auditportal.models import Contact


class ContactForm(VersionedModelForm):
    needed_later = ("email", "phone")

    class Meta:
        model = Contact
        fields = ["name", "function", "email", "phone"]
        help_texts = {"function": "Zum Beispiel „Leitung des Jugendamts“."}

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if not self.errors and not (data["email"] or data["phone"]):
            raise forms.ValidationError("Bitte geben Sie eine E-Mail-Adresse oder ein Telefon an.")
        return data
