"""Indentation is for who reads a template: a page of sixty rows does not send it.

Line ends stay, so that an error names the line where it is; nothing in a template of a page is a
text whose blanks count. Mails and stylesheets stay as they are written.
"""

import re

from django.template.loaders import app_directories, filesystem

INDENTATION = re.compile(r"^[ ]+", re.MULTILINE)


def flush(source: str) -> str:
    return INDENTATION.sub("", source)


class Flush:
    """A loader of templates that gives those of pages without it."""

    def get_contents(self, origin) -> str:
        source = super().get_contents(origin)  # type: ignore[misc] # a loader stands beside it
        return flush(source) if origin.name.endswith(".html") else source


class Filesystem(Flush, filesystem.Loader):
    pass


class AppDirectories(Flush, app_directories.Loader):
    pass
