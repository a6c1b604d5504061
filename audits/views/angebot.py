"""Offers: what one side offers and hears of it, and what the others are asked and answer."""

from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auditportal.views.loading import form_page, hold_first, say_not_yet
from audits.actions import angebot as angebote
from audits.forms.angebot import AnswerOfferForm, OfferForm
from audits.gates.angebot import area
from audits.models import Angebot, AngebotState
from audits.papers.draft import felder_of
from audits.views.inside import crumbs, get_inside, get_own
from handlungsfelder.models import GateKind

PAGE = 20


def offering(request, pk):
    cycle = get_inside(request, pk)
    if not cycle.version.gates(GateKind.OFFERS):
        raise Http404
    return cycle


@require_safe
def angebot_list(request, pk):
    """The roll-up: of each thing what everybody answered, in the words of the answers."""
    cycle = offering(request, pk)
    page = Paginator(rolled_up(cycle.angebote.by_subject()), PAGE).get_page(request.GET.get("page"))
    context = {
        "cycle": cycle,
        "page": page,
        "can_offer": angebote.can_offer(request.user, cycle),
        "crumbs": crumbs(cycle),
    }
    return render(request, "audits/angebot_list.html", context)


def rolled_up(rows) -> list[dict]:
    """What was offered, with its answers and how many there are of each."""
    found = []
    for (title, _, measure), group in groupby(
        rows, key=lambda row: (row.title, row.goal_id, row.measure_id)
    ):
        answers = list(group)
        states = [row.state for row in answers]
        counts = [(state.label, states.count(state)) for state in AngebotState]
        kind = "Maßnahme" if measure else "Ziel"
        found.append({"title": title, "kind": kind, "rows": answers, "counts": counts})
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def angebot_offer(request, pk):
    cycle = offering(request, pk)
    verdict = angebote.can_offer(request.user, cycle)
    verdict.who.require()
    form = OfferForm(request.POST or None, felder=felder_of(cycle), area=area(cycle))
    if request.method != "POST":
        verdict.require()
    elif form.is_valid() and not verdict:
        say_not_yet(form, verdict)
    elif form.is_valid():
        made = angebote.offer(by=request.user, **form.chosen)
        messages.success(request, f"Angeboten: {made[0]} ({len(made)} Organisationen).")
        return redirect("audits:angebot_list", pk)
    above = reverse("audits:angebot_list", args=[pk])
    context = {"cycle": cycle, "back": above, "crumbs": crumbs(cycle, ("Angebote", above))}
    return form_page(request, "audits/angebot_offer.html", form, **context)


@require_POST
def angebot_withdraw(request, pk):
    angebot = get_own(request, Angebot, pk, "organisation")
    angebote.withdraw(angebot=angebot, by=request.user)
    messages.success(request, f"Zurückgenommen: {angebot}, {angebot.organisation}.")
    return redirect("audits:angebot_list", angebot.cycle_id)


# --- what one is asked --------------------------------------------------------------------------


@require_safe
def angebot_inbox(request):
    """What the own organisations are offered: the open ones first."""
    asked = Angebot.objects.asked_of(request.user).select_related("cycle", "organisation")
    page = Paginator(asked, PAGE).get_page(request.GET.get("page"))
    return render(request, "audits/angebot_inbox.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def angebot_answer(request, pk):
    """What is offered, and the answer of the one organisation that is asked."""
    hold_first(request, Angebot, pk)
    asked = Angebot.objects.asked_of(request.user).select_related("cycle", "organisation")
    angebot = get_object_or_404(asked, pk=pk)
    verdict = angebote.can_answer(request.user, angebot)
    form = AnswerOfferForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        verdict.who.require()
        if form.is_valid() and not verdict:
            say_not_yet(form, verdict)
        elif form.is_valid():
            return answered(request, angebot, form)
    feld = next(one for one in angebot.cycle.version.felder if one.code == angebot.feld)
    context = {"angebot": angebot, "feld": feld, "verdict": verdict}
    return form_page(request, "audits/angebot_answer.html", form, **context)


def answered(request, angebot, form):
    data = form.cleaned_data
    given, own = angebote.answer(
        angebot=angebot, state=AngebotState(data["state"]), text=data["text"], by=request.user
    )
    where = f" Der Entwurf steht jetzt in: {own}." if own else ""
    messages.success(request, f"Beantwortet: {given.get_state_display()}.{where}")
    return redirect("audits:angebot_inbox")
