"""What people choose when they bring a file."""

from django import forms
from django.conf import settings

from auditportal import documents


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
