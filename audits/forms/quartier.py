"""What people type about a Quartier, and the outline that they bring or paste."""

import json

from django import forms

from auditportal.documents import megabytes
from auditportal.forms.versioned import VersionedModelForm
from audits.forms.bestandsaufnahme import Prose
from audits.models import Quartier
from audits.papers.outline import MAX_BYTES, TOO_LARGE, draw, read, refuse


class OutlineField(forms.JSONField):
    """Pasted GeoJSON; cleaned it is the geometry that is kept."""

    widget = forms.Textarea({"rows": 6, "spellcheck": "false"})
    empty_values = ["", None]

    def to_python(self, value):
        if value in self.empty_values:
            return None
        return value if isinstance(value, dict) else read(value.encode())

    def bound_data(self, data, initial):
        """What was typed stays as it was typed, readable or not."""
        return data

    def prepare_value(self, value):
        return json.dumps(value) if isinstance(value, dict) else value or ""

    def has_changed(self, initial, data):
        return True


class QuartierForm(VersionedModelForm):
    needed_later = ("description", "file", "outline", "addresses")

    description = Prose(
        label="Beschreibung",
        help_text="Was macht das Quartier aus, wer lebt dort, wo verlaufen seine Grenzen?",
    )
    addresses = Prose(
        label="Adressen",
        help_text="Anstelle eines Umrisses: eine Straße oder Adresse je Zeile.",
    )
    outline = OutlineField(
        label="Umriss als Text (GeoJSON)",
        required=False,
        help_text="Ein Polygon oder MultiPolygon in Längen- und Breitengraden (WGS 84).",
    )
    file = forms.FileField(
        label="Umriss als Datei",
        required=False,
        help_text=f"GeoJSON, höchstens {megabytes(MAX_BYTES)}. "
        "Eine Datei ersetzt den Umriss, der im Textfeld steht.",
    )

    class Meta:
        model = Quartier
        fields = ["description", "outline", "addresses"]

    field_order = ["version", "description", "file", "outline", "addresses"]

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.fields["file"].widget.attrs["accept"] = ".geojson,.json"

    def clean_addresses(self):
        lines = (line.strip() for line in self.cleaned_data["addresses"].splitlines())
        return "\n".join(line for line in lines if line)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file:
            return None
        if file.size > MAX_BYTES:
            allowed = megabytes(MAX_BYTES)
            refuse(TOO_LARGE.format(megabytes(file.size), allowed), "too_large")
        return read(file.read())

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("file"):
            cleaned["outline"] = cleaned["file"]
            self.errors.pop("outline", None)
        return cleaned

    @property
    def names(self) -> list[str]:
        """The file has become the outline."""
        return self.Meta.fields

    def in_words(self, row, name: str) -> str:
        """An outline by its size: nobody reads coordinates."""
        if name == "outline" and row.outline:
            return draw(row.outline).size
        return super().in_words(row, name)
