"""Where files lie: those of the pages, and what people bring."""

from contextlib import suppress

from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Every page names the same dozen files, whose addresses change with a release alone."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.addresses: dict[str, str] = {}

    def url(self, name, force=False):
        if name not in self.addresses:
            self.addresses[name] = super().url(name, force)
        return self.addresses[name]


class WholeFiles(FileSystemStorage):
    """A full disk leaves no half file behind. Names are random, so none is somebody else's."""

    def _save(self, name, content):
        try:
            return super()._save(name, content)  # type: ignore[misc] # the stubs leave it out
        except OSError:
            with suppress(OSError):
                self.delete(name)
            raise
