"""What people choose: a file, or one of what the request says."""

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from auditportal import documents


def offer(form: forms.BaseForm, name: str, choices: Iterable) -> None:
    """What can be chosen in a field, where only the request says it."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet) -> forms.ModelChoiceField:
    """The same of a field in which one chooses rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
    return field


class DocumentField(forms.FileField):
    """A file of a kind that the portal takes; cleaned it is a `documents.Upload`."""

    default_error_messages = {"empty": documents.EMPTY}

    def __init__(self, **arguments):
        arguments.setdefault("label", "Datei")
        given = arguments.get("help_text", "")
        hint = f"{documents.KINDS}, höchstens {documents.megabytes(settings.UPLOAD_MAX_BYTES)}."
        arguments["help_text"] = f"{given} {hint}".strip()
        super().__init__(**arguments)
        self.widget.attrs["accept"] = ",".join(f".{extension}" for extension in documents.TYPES)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        return documents.examine(file) if file and file is data else file
