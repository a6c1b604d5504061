"""Issuing and withdrawing, the list, the Urkunde, and the page on which everybody can check it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auditportal import clock, notation
from auditportal.permissions import may_run_any
from auditportal.views import checking
from auditportal.views.checking import Check, binds, is_to_be_checked, sent
from auditportal.views.loading import form_page, get_visible
from audits.actions import award as awards
from audits.views.inside import crumbs, get_inside
from certificates import urkunde
from certificates.actions import zertifikat as zertifikate
from certificates.forms.zertifikat import (
    FingerprintForm,
    IssueForm,
    SuspendForm,
    WithdrawForm,
    ZertifikatFilter,
)
from certificates.models import Zertifikat
from handlungsfelder.models import Word

PAGE = 20


@require_safe
def certificate_list(request):
    may_run_any(request.user).require()
    form = ZertifikatFilter(request.GET)
    found = form.narrow(Zertifikat.objects.visible_to(request.user)).newest_first()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "rows": rows(page, clock.today()),
        "filter": form,
        "active": bool(query.get("q") or query.get("stand")),
        "query": f"{query.urlencode()}&" if query else "",
    }
    return render(request, "certificates/zertifikat_list.html", context)


def rows(page, today) -> list[tuple]:
    """Each with its validity and its days in words: a filter for every day of a list is slow."""
    return [
        (
            one,
            one.validity_on(today).label,
            notation.day(one.award.valid_from),
            notation.day(one.award.valid_to) or "dauerhaft",
        )
        for one in page
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def zertifikat_issue(request, pk):
    """Check the facts, then issue; another day is tried out by GET."""
    cycle = get_inside(request, pk)
    awards.can_award(request.user, cycle).require()
    form = issue_form(request, cycle)
    if binds(request, form):
        issued = zertifikate.issue(cycle=cycle, by=request.user, **form.cleaned_data)
        messages.success(request, f"Ausgestellt: {issued.award.title}, {issued}.")
        return redirect("certificates:zertifikat_detail", issued.pk)
    award = draft(cycle, form, request.user)
    if request.method == "POST" and is_to_be_checked(request, form):
        return checking.check_page(request, form, issue_check(award))
    return form_page(request, "certificates/zertifikat_issue.html", form, cycle=cycle, award=award)


def issue_form(request, cycle) -> IssueForm:
    """Another day is tried out by GET."""
    if request.method == "POST":
        return sent(request, IssueForm, cycle=cycle)
    return IssueForm(request.GET or None, cycle=cycle)


def issue_check(award) -> Check:
    cycle = award.cycle
    return Check(
        lead=f"{cycle.words[Word.CERTIFICATE]} · {cycle}",
        submit=f"Verbindlich ausstellen, gültig ab {notation.day(award.valid_from)}",
        after="Damit ist die Phase abgeschlossen. Die Urkunde lässt sich danach nicht mehr ändern, "
        "nur entziehen.",
        crumbs=crumbs(cycle),
        rows=[
            ("Titel", award.title),
            ("Verliehen an", str(cycle)),
            ("Nummer", f"{award.number} (voraussichtlich)"),
            ("Gültig bis", notation.day(award.valid_to) or "ohne Ende, gilt dauerhaft"),
            *([("Grundlage", str(award.fassung))] if award.fassung else []),
            ("Träger", str(cycle.owner)),
        ],
    )


@require_safe
def zertifikat_preview(request, pk):
    """The Urkunde as it would be now, marked as a draft."""
    cycle = get_inside(request, pk)
    awards.can_award(request.user, cycle).require()
    award = draft(cycle, IssueForm(request.GET or None, cycle=cycle), request.user)
    return attachment(urkunde.render(award), "Entwurf.pdf")


def draft(cycle, form, user):
    """What would be issued from the day in the form; from today where that does not fit."""
    fits = form.is_bound and form.is_valid()
    valid_from = form.cleaned_data["valid_from"] if fits else clock.today()
    number = awards.expected_number(cycle)
    return awards.prepared(cycle=cycle, number=number, valid_from=valid_from, by=user)


@require_safe
def zertifikat_detail(request, pk):
    zertifikat = get_visible(Zertifikat, request, pk, "issued_by")
    address = urkunde.public_address(zertifikat.token)
    context = {
        "zertifikat": zertifikat,
        "award": zertifikat.award,
        "cycle": zertifikat.award.cycle,
        "validity": zertifikat.validity_on(clock.today()),
        "address": address,
        "qr": urkunde.qr_code(address),
        "can_suspend": awards.can_suspend(request.user, zertifikat.award),
        "can_resume": awards.can_resume(request.user, zertifikat.award),
        "can_withdraw": awards.can_withdraw(request.user, zertifikat.award),
    }
    return render(request, "certificates/zertifikat_detail.html", context)


@require_safe
def zertifikat_urkunde(request, pk):
    """The bytes as they were issued."""
    zertifikat = get_visible(Zertifikat, request, pk)
    return attachment(zertifikat.urkunde, f"Urkunde {zertifikat}.pdf")


def attachment(data: bytes, filename: str) -> HttpResponse:
    return HttpResponse(
        bytes(data),
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(True, filename),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def zertifikat_withdraw(request, pk):
    zertifikat = get_visible(Zertifikat, request, pk)
    awards.can_withdraw(request.user, zertifikat.award).require()
    form = sent(request, WithdrawForm, number=zertifikat.award.number)
    if binds(request, form):
        reason = form.cleaned_data["reason"]
        awards.withdraw(awarded=zertifikat.award, reason=reason, by=request.user)
        messages.success(request, f"Entzogen: {zertifikat}.")
        return redirect("certificates:zertifikat_detail", zertifikat.pk)
    if is_to_be_checked(request, form):
        return checking.check_page(request, form, withdraw_check(zertifikat))
    return form_page(request, "certificates/zertifikat_withdraw.html", form, zertifikat=zertifikat)


def withdraw_check(zertifikat) -> Check:
    return Check(
        lead=f"{zertifikat.award.title} · {zertifikat.award.cycle}",
        submit="Endgültig entziehen",
        after="Ein Entzug lässt sich nicht zurücknehmen. Die öffentliche Seite sagt es sofort.",
        crumbs=crumbs(zertifikat.award.cycle),
        kind="danger",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def zertifikat_suspend(request, pk):
    zertifikat = get_visible(Zertifikat, request, pk)
    awards.can_suspend(request.user, zertifikat.award).require()
    form = SuspendForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        awards.suspend(awarded=zertifikat.award, reason=reason, by=request.user)
        messages.success(request, f"Ruht: {zertifikat}.")
        return redirect("certificates:zertifikat_detail", zertifikat.pk)
    return form_page(request, "certificates/zertifikat_suspend.html", form, zertifikat=zertifikat)


@require_POST
def zertifikat_resume(request, pk):
    zertifikat = get_visible(Zertifikat, request, pk)
    awards.resume(awarded=zertifikat.award, by=request.user)
    messages.success(request, f"Gilt wieder: {zertifikat}.")
    return redirect("certificates:zertifikat_detail", zertifikat.pk)


@login_not_required
@never_cache
@require_safe
def zertifikat_check(request, token):
    """For everybody who holds an Urkunde: is it real, and does it still hold?"""
    zertifikat = public(token)
    if zertifikat is None:
        return unknown(request)
    return check_page(request, zertifikat, FingerprintForm())


@login_not_required
@never_cache
@require_POST
def zertifikat_compare(request, token):
    """Whether a file is exactly what was issued; nothing of it is kept."""
    zertifikat = public(token)
    if zertifikat is None:
        return unknown(request)
    form = FingerprintForm(request.POST, request.FILES)
    fits = form.fits(zertifikat.sha256) if form.is_valid() else None
    return check_page(request, zertifikat, form, fits=fits, compared=fits is not None)


def public(token):
    """No text of the database holds a NUL, so that it need not be asked for one."""
    return None if "\0" in token else Zertifikat.objects.for_display().with_token(token).first()


def unknown(request) -> HttpResponse:
    response = render(request, "certificates/zertifikat_unknown.html", status=404)
    response["X-Robots-Tag"] = "noindex"
    return response


def check_page(request, zertifikat, form, **context):
    facts = {
        "zertifikat": zertifikat,
        "award": zertifikat.award,
        "cycle": zertifikat.award.cycle,
        "validity": zertifikat.validity_on(clock.today()),
    }
    response = form_page(request, "certificates/zertifikat_check.html", form, **facts, **context)
    response["X-Robots-Tag"] = "noindex"
    return response
