"""The analysis at the beginning: how far it is, and the texts of one Handlungsfeld."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auditportal import clock
from audits.actions import bestandsaufnahme as surveys
from audits.actions import setting_right as right
from audits.forms.bestandsaufnahme import AnswerForm, FindingForm, TextForm
from audits.gates import bestandsaufnahme as analysis
from audits.gates.release import release_of
from audits.models import Answer
from audits.views.inside import crumbs, get_shared, place_of
from audits.views.text import autosave, save_all, status_of_all
from handlungsfelder.models import Handlungsfeld, Leitfrage, Word

PAGE = "audits/bestandsaufnahme_feld.html"


@require_safe
def bestandsaufnahme(request, pk):
    cycle = get_shared(request, pk)
    felder = analysis.progress(cycle)
    context = {
        "cycle": cycle,
        "felder": [(feld, state_of(feld)) for feld in felder],
        "whole": sum(feld.is_whole for feld in felder),
        "release": release_of(cycle, analysis.SUBJECT),
        "can_correct": not cycle.ended_on and right.may_take_back(request.user, cycle),
        "can_release": surveys.can_release(request.user, cycle),
        "crumbs": crumbs(cycle),
    }
    return render(request, "audits/bestandsaufnahme_detail.html", context)


def state_of(feld) -> str:
    if feld.is_whole:
        return "Erledigt"
    begun = feld.answered or feld.has_strengths or feld.has_challenges
    return "In Arbeit" if begun else "Offen"


@require_POST
def bestandsaufnahme_release(request, pk):
    cycle = get_shared(request, pk)
    surveys.release(cycle=cycle, by=request.user)
    messages.success(request, f"Freigegeben: {cycle.words[Word.SURVEY]}.")
    return redirect("audits:bestandsaufnahme", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def bestandsaufnahme_feld(request, pk, feld):
    """All texts of a Handlungsfeld; its one button saves them all, also without JavaScript."""
    cycle = get_shared(request, pk)
    forms = text_forms(cycle, place_of(cycle, feld), request.POST or None)
    verdict = surveys.can_save_answer(request.user, cycle)
    if request.method == "POST":
        save_all(forms, verdict, request.user)
        if status_of_all(forms) == 200 and not request.htmx:
            messages.success(request, "Alle Texte sind gespeichert.")
            return redirect("audits:bestandsaufnahme_feld", pk, feld)
    template = f"{PAGE}#texte" if request.method == "POST" and request.htmx else PAGE
    context = page_of(cycle, feld, forms) | {"verdict": verdict}
    return render(request, template, context, status=status_of_all(forms))


@require_POST
def answer_save(request, pk, frage):
    """What htmx sends while somebody writes an answer."""
    cycle = get_shared(request, pk)
    leitfrage = question(cycle, frage)
    if not request.htmx:
        return bestandsaufnahme_feld(request, pk, leitfrage.handlungsfeld.code)
    stored = surveys.answer_to(cycle, leitfrage)
    return autosave(request, cycle, answer_form(cycle, leitfrage, stored, request.POST))


@require_POST
def finding_save(request, pk, feld):
    """What htmx sends while somebody writes Stärken and Herausforderungen."""
    if not request.htmx:
        return bestandsaufnahme_feld(request, pk, feld)
    cycle = get_shared(request, pk)
    return autosave(request, cycle, finding_form(cycle, place_of(cycle, feld), request.POST))


def question(cycle, pk: int) -> Leitfrage:
    for feld in cycle.felder:
        for frage in feld.leitfragen.all():
            if frage.pk == pk:
                return frage
    raise Http404


def text_forms(cycle, feld: Handlungsfeld, data) -> list[TextForm]:
    """The Leitfragen in their order, then Stärken and Herausforderungen."""
    fragen = feld.leitfragen.all()
    answers = Answer.objects.of(cycle).in_feld(feld).with_writer()
    rows = {row.leitfrage_id: row for row in answers}
    forms = [answer_form(cycle, frage, rows.get(frage.pk), data) for frage in fragen]
    return [*forms, finding_form(cycle, feld, data)]


def answer_form(cycle, frage: Leitfrage, row, data) -> AnswerForm:
    url = reverse("audits:answer_save", args=[cycle.pk, frage.pk])
    write = partial(surveys.save_answer, cycle=cycle, leitfrage=frage)
    return AnswerForm(data, subject=frage, row=row, url=url, write=write)


def finding_form(cycle, feld: Handlungsfeld, data) -> FindingForm:
    url = reverse("audits:finding_save", args=[cycle.pk, feld.code])
    write = partial(surveys.save_finding, cycle=cycle, handlungsfeld=feld)
    stored = surveys.finding_in(cycle, feld)
    return FindingForm(data, subject=feld, row=stored, url=url, write=write)


def page_of(cycle, code: str, forms: list[TextForm]) -> dict:
    felder = cycle.felder
    place = felder.index(place_of(cycle, code))
    survey = (cycle.words[Word.SURVEY], reverse("audits:bestandsaufnahme", args=[cycle.pk]))
    return {
        "cycle": cycle,
        "feld": felder[place],
        "number": place + 1,
        "count": len(felder),
        "before": felder[place - 1] if place else None,
        "after": felder[place + 1] if place + 1 < len(felder) else None,
        "answers": forms[:-1],
        "finding": forms[-1],
        "forms": forms,
        "is_provisional": any(form.subject.is_draft for form in forms[:-1]),
        "status": status_of_all(forms) if forms[-1].is_bound else None,
        "now": clock.now(),
        "crumbs": crumbs(cycle, survey),
    }
