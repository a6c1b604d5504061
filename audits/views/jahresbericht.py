"""The yearly report: its measures row by row, submitting it, and the answer to it."""

from functools import partial
from urllib.parse import parse_qs, urlsplit

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from auditportal import clock, notation
from auditportal.views.loading import form_page, page_or_part, status_of
from auditportal.views.versioned import attempt, beside
from audits.actions import jahresbericht as berichte
from audits.actions import setting_right as right
from audits.forms.jahresbericht import EntryForm, ReturnForm, SummaryForm
from audits.models import Jahresbericht, Measure, ReportEntry, reports_of
from audits.papers.comparison import compare, compare_one
from audits.views.inside import crumbs, get_row

ENTRY = "audits/jahresbericht_entry.html"


@require_safe
def jahresbericht_detail(request, pk):
    """All measures by Handlungsfeld, or those in one state."""
    report = get_row(request, Jahresbericht, pk, "run", "fassung__berichtigung__corrected_by")
    comparison, wanted = compare(report), request.GET.get("stand", "")
    context = place(report) | {
        "comparison": comparison,
        "states": comparison.tabs(wanted),
        "groups": comparison.groups(wanted),
        "can_write": berichte.can_write(request.user, report),
        "summary": SummaryForm(report=report),
        "can_decide": berichte.can_decide(request.user, report),
        "can_correct": right.may_correct(request.user, report),
        "is_late": report.is_editable and report.due_on < clock.today(),
    }
    return render(request, "audits/jahresbericht_detail.html", context)


def place(report, *below):
    """What every page of a report says about where one is."""
    above = [(str(report.run), report.run), *below]
    reports = reports_of(report.cycle)
    return {
        "report": report,
        "cycle": report.cycle,
        "crumbs": crumbs(report.cycle, *above),
        "tabs": [
            {
                "label": str(one),
                "url": one.get_absolute_url(),
                "current": "page" if one.pk == report.pk else "",
            }
            for one in reports
        ],
    }


# --- one measure ---------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def jahresbericht_entry(request, pk, measure):
    """One measure as a page, as a row of the report, and as what saves itself."""
    report = get_row(request, Jahresbericht, pk, "run")
    row = compare_one(report, measure)
    if row is None:
        raise Http404
    if request.method == "POST":
        return entry_saved(request, report, row)
    berichte.can_write(request.user, report).require()
    form = EntryForm(row=row, taken="vorjahr" in request.GET)
    following = None if request.htmx else compare(report).next_missing(measure)
    return entry_page(request, report, row, form, "form", following=following)


def entry_saved(request, report, row):
    """Refusals keep what was typed; so does somebody else's text."""
    form = EntryForm(request.POST, row=row)
    form.stay = f"{report.get_absolute_url()}#m{row.measure}"
    verdict = berichte.can_write(request.user, report)
    if attempt(form, verdict, partial(save_entry, request, report, row.measure, form)):
        return entry_answer(request, report, row, form)
    if request.htmx and form.is_unsaved:
        return beside(request, form)
    return entry_page(request, report, row, form, "state")


def save_entry(request, report, measure, form, **fields) -> ReportEntry:
    return berichte.save_entry(
        report=report,
        measure=Measure(pk=measure),  # its row is known, and nothing else is asked of it
        version=form.read_version,
        by=request.user,
        **fields,
    )


def entry_answer(request, report, row, form):
    """Where the writer goes on: in the same field, in the list, or at the next measure."""
    if "weiter" in request.POST:
        onward = next_place(report, row.measure)
        return HttpResponseClientRedirect(onward) if request.htmx else redirect(onward)
    if not request.htmx:
        return redirect(form.stay)
    if "fertig" in request.POST:
        return closed_row(request, report, row.measure)
    return entry_page(request, report, row, form, "state", saved=saved_text())


def closed_row(request, report, measure):
    """The row as the list shows it, and how far the whole report is now."""
    comparison = compare(report)
    shown = parse_qs(urlsplit(request.htmx.current_url or "").query)
    context = {
        "report": report,
        "row": comparison.row(measure),
        "states": comparison.tabs(shown.get("stand", [""])[0]),
        "comparison": comparison,
        "can_write": True,
    }
    return render(request, "audits/jahresbericht_detail.html#closed", context)


def saved_text() -> str:
    return f"Gespeichert {notation.hour(clock.now())}"


def next_place(report, measure) -> str:
    """The next measure that waits for its entry, else the report."""
    following = compare(report).next_missing(measure)
    if following is None:
        return report.get_absolute_url()
    return reverse("audits:jahresbericht_entry", args=[report.pk, following.measure])


def entry_page(request, report, row, form, part, **context):
    template = page_or_part(request, ENTRY, part)
    context = {"row": row, "form": form} | context
    is_part = "#" in template
    context |= {"report": report} if is_part else place(report, (str(report), report))
    return render(request, template, context, status=status_of(form))


@require_POST
def jahresbericht_carry_over(request, pk):
    report = get_row(request, Jahresbericht, pk, "run")
    berichte.carry_over(report=report, by=request.user)
    messages.success(request, "Alle übrigen Maßnahmen sind eingetragen.")
    return redirect(report)


@require_POST
def jahresbericht_summary(request, pk):
    """The text about the whole year, saved while it is written."""
    report = get_row(request, Jahresbericht, pk, "run")
    form = SummaryForm(request.POST, report=report)
    form.stay = f"{report.get_absolute_url()}#zusammenfassung"

    def save(summary):
        about = {"report": report, "version": form.read_version, "by": request.user}
        return berichte.save_summary(summary=summary, **about)

    is_saved = attempt(form, berichte.can_write(request.user, report), save)
    if is_saved and not request.htmx:
        return redirect(form.stay)
    if request.htmx and form.is_unsaved:
        return beside(request, form)
    template = page_or_part(request, "audits/jahresbericht_summary.html", "state")
    context = {"form": form, "saved": saved_text() if is_saved else ""}
    context |= place(report, (str(report), report))
    return render(request, template, context, status=status_of(form))


# --- submitting and answering --------------------------------------------------------------------


@require_safe
def jahresbericht_check(request, pk):
    """Everything once more before it is frozen."""
    report = get_row(request, Jahresbericht, pk, "run")
    comparison = compare(report)
    context = place(report, (str(report), report)) | {
        "comparison": comparison,
        "groups": comparison.groups(),
        "is_early": clock.today() < report.due_on,
        "can_write": berichte.can_write(request.user, report),
        "can_submit": berichte.can_submit(request.user, report),
    }
    return render(request, "audits/jahresbericht_check.html", context)


@require_POST
def jahresbericht_submit(request, pk):
    report = get_row(request, Jahresbericht, pk, "run")
    report = berichte.submit(report=report, by=request.user)
    messages.success(request, f"Eingereicht: {report}. Jetzt prüft die Geschäftsstelle.")
    return redirect(report)


@require_POST
def jahresbericht_accept(request, pk):
    report = get_row(request, Jahresbericht, pk, "run")
    report = berichte.accept(report=report, by=request.user)
    messages.success(request, f"Angenommen: {report}.")
    return redirect(report)


@require_http_methods(["GET", "HEAD", "POST"])
def jahresbericht_give_back(request, pk):
    report = get_row(request, Jahresbericht, pk, "run")
    berichte.can_decide(request.user, report).require()
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        berichte.give_back(report=report, by=request.user, **form.cleaned_data)
        messages.success(request, f"Mit Rückfrage zurückgegeben: {report}.")
        return redirect(report)
    here = place(report, (str(report), report))
    return form_page(request, "audits/jahresbericht_return.html", form, **here)
