"""A frozen version to read, and the agreement of each side to exactly it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from auditportal.views.checking import Check, binds, check_page, sent
from auditportal.views.loading import say_not_yet, status_of
from audits.actions import zustimmung as zustimmungen
from audits.forms.zustimmung import ZustimmungForm
from audits.gates.zustimmung import is_asked, is_newest, signing_sides
from audits.models import Fassung, FassungKind
from audits.papers import fassung_pdf
from audits.views.inside import crumbs, get_row
from handlungsfelder.models import Word


@require_safe
def zustimmung_detail(request, pk):
    return page(request, loaded(request, pk))


def loaded(request, pk) -> Fassung:
    fassung = get_row(request, Fassung, pk, "frozen_by")
    if fassung.kind != FassungKind.AGREEMENT or not is_asked(fassung):
        raise Http404
    return fassung


def page(request, fassung, form=None, organisation=None):
    """`form` is the one that did not fit, of this organisation."""
    word = fassung.cycle.words[Word.AGREEMENT]
    above = reverse("audits:agreement_check", args=[fassung.cycle_id])
    context = fassung_pdf.page_of(fassung) | {
        "sides": sides(request.user, fassung, form, organisation),
        "newest": is_newest(fassung),
        "form": form,
        "crumbs": crumbs(fassung.cycle, (word, above), (str(fassung), fassung)),
    }
    status = status_of(form) if form else 200
    return render(request, "audits/zustimmung_detail.html", context, status=status)


def sides(user, fassung, form, organisation) -> list[dict]:
    """Each side that signs: when it agreed, or the form to do so."""
    given = {one.organisation_id: one for one in fassung.zustimmungen.select_related("given_by")}
    rows = []
    for side in signing_sides(fassung.cycle):
        own = form if side.organisation == organisation else None
        rows.append(
            {
                "organisation": side.organisation,
                "label": side.label,
                "given": given.get(side.organisation_id),
                "can_agree": zustimmungen.can_agree(user, fassung, side.organisation),
                "form": own or ZustimmungForm(**about_form(fassung, side.organisation)),
            }
        )
    return rows


def about_form(fassung, organisation) -> dict:
    """Several may stand on one page, so each has ids of its own."""
    return {"cycle": fassung.cycle, "auto_id": f"zustimmung_{organisation.pk}_%s"}


@require_POST
def zustimmung_give(request, pk, organisation):
    fassung = loaded(request, pk)
    side = get_object_or_404(fassung.cycle.parties, organisation=organisation, signs=True)
    verdict = zustimmungen.can_agree(request.user, fassung, side.organisation)
    verdict.who.require()
    form = sent(request, ZustimmungForm, **about_form(fassung, side.organisation))
    if form.is_valid() and not verdict:
        say_not_yet(form, verdict)
    if not form.is_valid():
        return page(request, fassung, form, side.organisation)
    if not binds(request, form):
        return check_page(request, form, check_of(fassung, side.organisation))
    body = form.cleaned_data["body"]
    zustimmungen.agree(fassung=fassung, organisation=side.organisation, body=body, by=request.user)
    messages.success(request, f"{side.organisation} hat zugestimmt: {fassung}.")
    return redirect("audits:zustimmung_detail", pk)


def check_of(fassung, organisation) -> Check:
    word = fassung.cycle.words[Word.AGREEMENT]
    above = reverse("audits:zustimmung_detail", args=[fassung.pk])
    return Check(
        lead=f"Zustimmung: {word}, {fassung} · {fassung.cycle}",
        submit="Verbindlich zustimmen",
        after="Eine Zustimmung lässt sich nicht zurücknehmen.",
        crumbs=crumbs(fassung.cycle, (f"Zustimmung: {fassung}", above)),
        rows=[("Es stimmt zu", str(organisation)), (word, str(fassung))],
    )
