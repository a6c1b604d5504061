import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


def stored_name(document, filename: str) -> str:
    """A random name: what people call a file is data, never a path."""
    return f"{document._meta.model_name}/{uuid.uuid4().hex}"


class Document(models.Model):
    """A file that somebody brought: its bytes, what they are, and who brought them."""

    file = models.FileField("Datei", upload_to=stored_name)
    filename = models.CharField("Dateiname", max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("Größe in Byte")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("hochgeladen am")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.filename
