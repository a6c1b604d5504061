"""A further Träger asks to work with an organisation, and is answered."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from auditportal.actions import betreuung as betreuungen
from auditportal.models import Betreuung, Organisation
from auditportal.views.loading import get_visible


@require_POST
def betreuung_ask(request, pk):
    organisation = get_visible(Organisation, request, pk)
    betreuungen.ask(organisation=organisation, by=request.user)
    messages.success(request, "Wer über die Betreuung entscheidet, erhält jetzt eine Mail.")
    return redirect(organisation)


@require_POST
def betreuung_grant(request, pk):
    betreuung = get_visible(Betreuung, request, pk, "organisation", "traeger")
    betreuungen.grant(betreuung=betreuung, by=request.user)
    messages.success(request, f"„{betreuung.traeger}“ darf jetzt mit Ihnen arbeiten.")
    return redirect(betreuung.organisation)


@require_POST
def betreuung_decline(request, pk):
    betreuung = get_visible(Betreuung, request, pk, "organisation", "traeger")
    betreuungen.decline(betreuung=betreuung, by=request.user)
    messages.success(request, f"Die Anfrage von „{betreuung.traeger}“ ist abgelehnt.")
    return redirect(betreuung.organisation)
