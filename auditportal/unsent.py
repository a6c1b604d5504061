"""What a form has sent and nobody could take, so that it can be sent once more."""

from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

LONG = 80  # characters; what is longer, or has lines, people want to read and perhaps copy
UNREADABLE = (SuspiciousOperation, MultiPartParserError, UnreadablePostError)


@dataclass(frozen=True)
class Field:
    name: str
    value: str

    @property
    def is_text(self) -> bool:
        return len(self.value) > LONG or "\n" in self.value


@dataclass(frozen=True)
class Unsent:
    """Everything that was typed; a browser gives no file back, so files are said by their names."""

    address: str
    fields: list[Field]
    files: list[str]


def unsent(request: HttpRequest) -> Unsent | None:
    """None where nothing was sent, where no page of ours is known to have sent it (who sends it
    again with one click must have typed it), and where it may stand on no page."""
    if request.method != "POST" or not comes_from_here(request):
        return None
    try:
        sent, files = request.POST, request.FILES
    except UNREADABLE:
        return None
    if any("password" in name for name in sent):
        return None
    fields = [
        Field(name, value)
        for name, values in sent.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    names = [str(file.name) for several in files.lists() for file in several[1]]
    return Unsent(request.get_full_path(), fields, names)


def comes_from_here(request: HttpRequest) -> bool:
    """What every browser says by itself, and no page of somebody else can say for it."""
    origin = f"{request.scheme}://{request.get_host()}"
    site = request.headers.get("Sec-Fetch-Site", "")
    return site == "same-origin" or (not site and request.headers.get("Origin") == origin)
