"""What begins a draft, and with which version it is compared."""

from django import forms
from django.core.exceptions import ValidationError

from auditportal.forms.fields import offer_rows
from auditportal.models import Organisation
from handlungsfelder.forms.fields import Code, Words, code_from
from handlungsfelder.models import Right, VerfahrenVersion
from handlungsfelder.template import MAX_BYTES


class OwnerForm(forms.Form):
    """For which Träger; asked only of people who act for several."""

    owner = forms.ModelChoiceField(Organisation.objects.none(), label="Träger", empty_label=None)

    def __init__(self, *posted, user):
        super().__init__(*posted)
        owners = user.rights.traeger.intersection(user.rights.holding(Right.RUN))
        rows = Organisation.objects.filter(pk__in=owners).by_name()
        offer_rows(self, "owner", rows)
        self.only = rows.first() if len(owners) == 1 else None
        if self.only:
            del self.fields["owner"]

    @property
    def chosen(self) -> Organisation:
        return self.only or self.cleaned_data["owner"]


class CreateForm(OwnerForm):
    name = Words(label="Name des Verfahrens")
    code = Code(max_length=20, help_text="Leer lassen: Es wird aus dem Namen gebildet.")

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        if not self.errors and not cleaned.get("code"):
            cleaned["code"] = code_from(cleaned["name"], set(), 20)
        return cleaned


class ImportForm(OwnerForm):
    file = forms.FileField(
        label="Datei",
        help_text=f"Eine exportierte Vorlage (.toml), höchstens {MAX_BYTES // 1024} KB.",
        widget=forms.FileInput(attrs={"accept": ".toml", "data-max-bytes": MAX_BYTES}),
    )

    def clean_file(self) -> str:
        """The text of the file; `template` says whether it is one."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(
                f"Die Datei ist zu groß. Erlaubt sind {MAX_BYTES // 1024} KB.", code="too_large"
            )
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError("Das ist keine Textdatei in UTF-8.") from error


class VersionChoiceForm(forms.Form):
    """With which other version; the choice is part of the address."""

    mit = forms.ModelChoiceField(
        VerfahrenVersion.objects.none(), label="Vergleichen mit", empty_label="Bitte wählen"
    )

    def __init__(self, *asked, user):
        super().__init__(*asked)
        versions = VerfahrenVersion.objects.visible_to(user).select_related("verfahren")
        offer_rows(self, "mit", versions.order_by("verfahren__code", "-number"))
