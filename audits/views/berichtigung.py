"""Setting right what binds: why, what is right instead, and what falls with it, before it does."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db import models, transaction
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from auditportal.forms.checked import CheckedForm
from auditportal.verdict import NotYet, Verdict
from auditportal.views.checking import Check, binds, check_page, is_to_be_checked
from auditportal.views.loading import form_page
from audits.actions import berichtigung as berichtigungen
from audits.forms.berichtigung import (
    BeschlussCorrection,
    MinutesCorrection,
    ReasonForm,
    SignatureCorrection,
    VermerkCorrection,
)
from audits.models import (
    Begutachtung,
    Beschluss,
    Freigabe,
    Jahresbericht,
    PhaseRun,
    Signature,
    Veranstaltung,
    Vermerk,
)
from audits.pages.berichtigung import address, consequences
from audits.views.beschluss import entry_form
from audits.views.inside import crumbs, get_row

WRITE, WAY = "audits/berichtigung_write.html", "audits/beschluss_enter.html#way"


@dataclass(frozen=True)
class Correction:
    """One kind of entry: which row, how it is asked, and what is done (`about` is its argument)."""

    model: type[models.Model]
    about: str
    act: Callable
    can: Callable[..., Verdict]
    form: type[CheckedForm]
    title: str
    related: tuple[str, ...] = ()


KINDS = {
    "beschluss": Correction(
        Beschluss,
        "beschluss",
        berichtigungen.correct_beschluss,
        berichtigungen.can_correct_beschluss,
        BeschlussCorrection,
        "Beschluss berichtigen",
        ("run", "fassung", "amended_fassung", "excerpt", "berichtigung"),
    ),
    "vermerk": Correction(
        Vermerk,
        "vermerk",
        berichtigungen.correct_vermerk,
        berichtigungen.can_correct_vermerk,
        VermerkCorrection,
        "Vermerk berichtigen",
        ("run", "gate", "berichtigung"),
    ),
    "unterschrift": Correction(
        Signature,
        "signature",
        berichtigungen.correct_signature,
        berichtigungen.can_correct_signature,
        SignatureCorrection,
        "Tag der Unterschrift berichtigen",
        ("document", "organisation", "berichtigung"),
    ),
    "protokoll": Correction(
        Veranstaltung,
        "event",
        berichtigungen.correct_minutes,
        berichtigungen.can_correct_minutes,
        MinutesCorrection,
        "Protokoll berichtigen",
        ("minutes_document", "berichtigung"),
    ),
    "freigabe": Correction(
        Freigabe,
        "freigabe",
        berichtigungen.take_back_release,
        berichtigungen.can_take_back_release,
        ReasonForm,
        "Freigabe zurücknehmen",
        ("document", "berichtigung"),
    ),
    "phase": Correction(
        PhaseRun,
        "run",
        berichtigungen.go_back,
        berichtigungen.can_go_back,
        ReasonForm,
        "Phase wieder öffnen",
        ("berichtigung",),
    ),
    "einreichung": Correction(
        Begutachtung,
        "begutachtung",
        berichtigungen.take_back_submission,
        berichtigungen.can_take_back_submission,
        ReasonForm,
        "Einreichung zurücknehmen",
        ("berichtigung",),
    ),
    "bericht": Correction(
        Jahresbericht,
        "report",
        berichtigungen.take_back_report,
        berichtigungen.can_take_back_report,
        ReasonForm,
        "Bericht zurücknehmen",
        ("run", "fassung"),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, pk, kind):
    kind = KINDS[kind]
    entry = get_row(request, kind.model, pk, *kind.related)
    kind.can(request.user, entry).require()
    form = entry_form(request, kind.form, entry=entry)
    if binds(request, form):
        row = kind.act(by=request.user, **{kind.about: entry}, **form.facts)
        messages.success(request, f"Berichtigt: {entry}.")
        return redirect(entry if kind.model is Jahresbericht else address(row))
    if is_to_be_checked(request, form):
        return check_page(request, form, check_of(request, kind, entry, form))
    page = WAY if request.htmx and "more" in request.POST else WRITE
    way = crumbs(entry.cycle)
    return form_page(
        request, page, form, entry=entry, cycle=entry.cycle, title=kind.title, crumbs=way
    )


def check_of(request, kind, entry, form) -> Check:
    about = {kind.about: entry, "by": request.user}
    fallen, verdict = rehearsed(kind.act, **about, **form.facts)
    return Check(
        lead=f"{kind.title} · {entry.cycle}",
        submit=f"Verbindlich: {kind.title}",
        after="Was bisher dort stand, bleibt durchgestrichen lesbar, mit dem Grund daneben.",
        crumbs=crumbs(entry.cycle),
        rows=[("Bisher", str(entry))],
        consequences=fallen,
        verdict=verdict,
    )


class Rehearsed(Exception):  # noqa: N818 - it is the end of a trial, no error
    """Takes back what was tried."""


def rehearsed(act: Callable, **arguments) -> tuple[list[str], Verdict]:
    """What would become of it: it is done, looked at and taken back."""
    sentences: list[str] = []
    try:
        with transaction.atomic():
            sentences = consequences(act(**arguments))
            raise Rehearsed
    except Rehearsed:
        return sentences, Verdict()
    except NotYet as no:
        return [], no.verdict
