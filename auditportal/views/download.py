"""Handing out what people brought: only after a check, only as a file, never as a page."""

from django.http import FileResponse

from auditportal.models import Document


def send(document: Document) -> FileResponse:
    """The caller has loaded the document through `get_visible`; the bytes leave as they came."""
    response = FileResponse(
        document.file.open("rb"),
        as_attachment=True,
        filename=document.filename,
        content_type=document.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
