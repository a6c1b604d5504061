"""What Django refuses before any view sees it, said in the words of the portal."""

from django.core.exceptions import RequestDataTooBig
from django.shortcuts import render
from django.views.defaults import bad_request as plainly


def bad_request(request, exception):
    """More text than any form takes is told so; what else is malformed is nobody's by accident."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return plainly(request, exception)
