"""Submitting, and the judgement on what was submitted: its Vota, its result, what follows."""

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auditportal.views.checking import Check, binds, check_page, sent
from auditportal.views.loading import status_of
from audits import permissions
from audits.actions import begutachtung as begutachtungen
from audits.actions import setting_right as right
from audits.forms.begutachtung import SignOffForm
from audits.gates import begutachtung as judging
from audits.gates import level as levels
from audits.gates.way import phases_of
from audits.models import (
    WINDOW,
    Begutachtung,
    Berufung,
    BerufungFunction,
    Judgement,
    Votum,
)
from audits.papers import dossier
from audits.views.dossier import closed
from audits.views.inside import crumbs, get_inside, get_row

SHOWN = ("dossier", "submitted_by", "signed_by", "proposed_by", "berichtigung__corrected_by")
HIDDEN = ("dossier__content",)  # the sealed text is long
UNSEEN = "-"  # a POST that does not say what was checked seals nothing


@require_http_methods(["GET", "HEAD", "POST"])
def submission_check(request, pk):
    """Everything that will be sealed; once it is, the receipt."""
    cycle = get_inside(request, pk)
    if request.method == "POST":
        checked = request.POST.get("sha256") or UNSEEN
        begutachtungen.submit(cycle=cycle, sha256=checked, by=request.user)
        messages.success(request, "Die Unterlagen sind eingereicht und versiegelt.")
        return redirect("audits:submission_check", pk)
    latest = cycle.begutachtungen.in_force().select_related("dossier", "submitted_by").last()
    context = {"cycle": cycle, "crumbs": crumbs(cycle)}
    if latest and not judging.is_due(cycle, latest):
        latest.cycle = cycle
        can_correct = right.may_correct(request.user, latest)
        context |= {"begutachtung": latest, "can_correct": can_correct}
        return render(request, "audits/submission_receipt.html", context)
    return render(request, "audits/submission_check.html", context | what_is_sealed(request, cycle))


def what_is_sealed(request, cycle):
    draft = begutachtungen.draft(cycle)
    return {
        "can_submit": begutachtungen.can_submit(request.user, cycle),
        "dossier": dossier.preview(cycle, draft) if draft else None,
        "fields": [("sha256", draft.sha256)] if draft else [],
    }


def judged_by(begutachtung):
    """With everybody who was ever sent here and every Votum: what all its questions are about."""
    prefetch_related_objects(
        [begutachtung.cycle],
        Prefetch("berufungen", Berufung.objects.with_people()),
        Prefetch("vota", Votum.objects.with_texts()),
    )
    return begutachtung


@require_safe
def begutachtung_detail(request, pk):
    begutachtung = judged_by(get_row(request, Begutachtung, pk, *SHOWN, without=HIDDEN))
    verdict = permissions.may_read_dossier(request.user, begutachtung)
    if not verdict:
        return closed(request, begutachtung, verdict)
    can_sign_off = begutachtungen.can_sign_off(request.user, begutachtung)
    form = SignOffForm(**what_follows(begutachtung)) if can_sign_off else None
    return detail_page(request, begutachtung, can_sign_off, form)


@require_POST
def begutachtung_sign_off(request, pk):
    begutachtung = judged_by(get_row(request, Begutachtung, pk, *SHOWN, without=HIDDEN))
    verdict = begutachtungen.can_sign_off(request.user, begutachtung)
    verdict.require()
    form = sent(request, SignOffForm, **what_follows(begutachtung))
    if not form.is_bound or not form.is_valid():
        return detail_page(request, begutachtung, verdict, form)
    proposes = form.takes_two and not form.is_confirmed_by(request.user)
    if not binds(request, form):
        return check_page(request, form, sign_off_check(begutachtung, proposes))
    about = {"begutachtung": begutachtung, "by": request.user} | form.cleaned_data
    if proposes:
        begutachtungen.propose_result(**about)
        messages.success(request, "Vorgeschlagen. Eine zweite Person gibt das Ergebnis frei.")
        return redirect(begutachtung)
    begutachtung = begutachtungen.sign_off(**about)
    messages.success(request, f"Freigegeben: {begutachtung.get_judgement_display()}.")
    return redirect(begutachtung)


def detail_page(request, begutachtung, can_sign_off, form):
    user, cycle = request.user, begutachtung.cycle
    vota = begutachtung.vota_of_cycle
    readable = permissions.readable_vota(user, begutachtung, vota)
    judges = permissions.berufung_of(user, cycle, BerufungFunction.ASSESSOR) is not None
    context = {
        "begutachtung": begutachtung,
        "cycle": cycle,
        "crumbs": crumbs(cycle),
        "state": state_of(begutachtung, vota),
        "assessors": assessors_of(begutachtung, vota),
        "vota": [(votum, readable[votum.pk]) for votum in vota],
        "is_assessor": judges,
        "own": next((one for one in vota if one.author_id == user.pk), None),
        "can_sign_off": can_sign_off,
        "can_correct": right.may_correct(user, begutachtung),
        "window": WINDOW.days,
        "form": form,
    }
    status = status_of(form) if form else 200
    return render(request, "audits/begutachtung_detail.html", context, status=status)


def assessors_of(begutachtung, vota) -> list[Berufung]:
    """Who judges it or has judged it, also when their sight has ended."""
    authors = {one.author_id for one in vota}
    judging = [
        one
        for one in begutachtung.cycle.berufungen.all()
        if one.function == BerufungFunction.ASSESSOR
        and (one.user_id in authors or (one.is_active and not begutachtung.is_signed))
    ]
    return list({one.user_id: one for one in judging}.values())


def state_of(begutachtung, vota) -> str:
    if hasattr(begutachtung, "berichtigung"):
        return "Zurückgenommen"
    if begutachtung.judgement:
        return begutachtung.get_judgement_display()
    return "In Prüfung" if vota else "Eingereicht"


def sign_off_check(begutachtung, proposes: bool) -> Check:
    """What is better than the worst Votum is proposed first."""
    return Check(
        lead=f"{begutachtung}",
        submit="Ergebnis vorschlagen" if proposes else "Begutachtung verbindlich freigeben",
        after="Das Ergebnis ist besser als ein Votum: Eine zweite Person gibt es frei."
        if proposes
        else "Die Freigabe lässt sich nicht zurücknehmen.",
        crumbs=crumbs(begutachtung.cycle, ("Begutachtung", begutachtung)),
    )


def what_follows(begutachtung) -> dict:
    """Each result with what follows from it, by the names of the template's phases."""
    cycle = begutachtung.cycle
    version, now = cycle.version, cycle.open_run.phase
    names = {phase.code: phase.name for phase in version.way}
    following = next((one.name for one in phases_of(cycle) if one.position > now.position), "")
    back = names.get(now.rework_to, "")
    onward = f"weiter mit „{following}“." if following else "der Durchlauf ist abgeschlossen."
    consequences = {
        Judgement.POSITIVE: onward,
        Judgement.CONDITIONS: f"{onward} Die Auflagen stehen in der Begründung.",
        Judgement.REWORK: f"zurück zu „{back}“ als neue Runde. Was sich ändert, braucht eine "
        "neue Fassung und einen neuen Beschluss.",
        Judgement.NEGATIVE: "der Durchlauf endet mit dieser Begründung.",
    }
    if not back:
        del consequences[Judgement.REWORK]
    vota = begutachtung.vota_of_cycle
    allowed = levels.allowed(version, vota)
    return {
        "begutachtung": begutachtung,
        "consequences": consequences,
        "titles": [pair for pair in levels.choices(version) if pair[0] in allowed],
        "proposed": levels.proposed(version, vota),
    }
