"""The parts of a draft: single tables, lists of rows, and the gates of a phase."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auditportal.views.loading import form_page
from auditportal.views.versioned import attempt
from handlungsfelder import template
from handlungsfelder.actions import entwurf as entwuerfe
from handlungsfelder.forms.gate import GateForm
from handlungsfelder.forms.section import BY_KEY
from handlungsfelder.forms.table import TableForm
from handlungsfelder.models import GateKind
from handlungsfelder.overview import rows_of
from handlungsfelder.reading import Place
from handlungsfelder.tables import at
from handlungsfelder.views.place import crumbs, get_entwurf, get_section, list_address
from handlungsfelder.wording import asked_by

PHASES = BY_KEY["phasen"]
FORM = "handlungsfelder/entwurf_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
def section_change(request, pk, slug):
    entwurf, section = get_entwurf(request, pk), get_section(slug, rows=False)
    form = section.form(request.POST or None, entwurf=entwurf, place=Place(section.key))
    page = {
        "heading": section.title,
        "lead": section.lead,
        "problems": problems_at(entwurf, Place(section.key)),
        "back": reverse("handlungsfelder:entwurf_detail", args=[pk]),
        "crumbs": crumbs(entwurf),
    }
    return write(request, form, entwuerfe.save, page)


@require_safe
def row_list(request, pk, slug):
    """The rows of one part in their order, each with what is still wrong with it."""
    entwurf, section = get_entwurf(request, pk), get_section(slug, rows=True)
    points = entwuerfe.open_points(entwurf)
    problems = [one for one in points if one.place.section == section.key]
    context = {
        "entwurf": entwurf,
        "section": section,
        "rows": rows_of(template.examine(entwurf.data)[0], section.key, problems),
        "problems": [one.text for one in problems if one.place.number is None],
        "can_save": entwuerfe.can_save(request.user, entwurf),
        "crumbs": crumbs(entwurf),
    }
    return render(request, "handlungsfelder/row_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def row_add(request, pk, slug):
    entwurf, section = get_entwurf(request, pk), get_section(slug, rows=True)
    place = Place(section.key, len(entwurf.data.get(section.key, [])))
    form = section.form(request.POST or None, entwurf=entwurf, place=place, is_new=True)
    page = {
        "heading": section.new,
        "back": list_address(pk, section),
        "done": f"{list_address(pk, section)}#zeile-{place.row + 1}",
        "crumbs": crumbs(entwurf, section),
    }
    return write(request, form, entwuerfe.add, page)


@require_http_methods(["GET", "HEAD", "POST"])
def row_change(request, pk, slug, number):
    entwurf, section = get_entwurf(request, pk), get_section(slug, rows=True)
    place = Place(section.key, number)
    table_at(entwurf, place)
    form = section.form(request.POST or None, entwurf=entwurf, place=place)
    page = {
        "heading": f"{section.noun} {number + 1}",
        "back": f"{list_address(pk, section)}#zeile-{number + 1}",
        "crumbs": crumbs(entwurf, section),
        "problems": problems_at(entwurf, place),
        "remove": reverse("handlungsfelder:row_remove", args=[pk, slug, number]),
    }
    return write(request, form, entwuerfe.save, page)


def table_at(entwurf, place: Place) -> dict:
    table = at(entwurf.data, place)
    if table is None:
        raise Http404
    return table


def problems_at(entwurf, place: Place) -> list[str]:
    here = (place.section, place.number, place.gate)
    return [
        problem.text
        for problem in entwuerfe.open_points(entwurf)
        if (problem.place.section, problem.place.number, problem.place.gate) == here
    ]


# --- gates ----------------------------------------------------------------------------------------


@require_safe
def gate_choose(request, pk, number):
    """The closed list of what a phase can demand, each in a sentence."""
    entwurf = get_entwurf(request, pk)
    entwuerfe.can_save(request.user, entwurf).require()
    phase = table_at(entwurf, Place("phasen", number))
    context = {
        "entwurf": entwurf,
        "phase": phase,
        "kinds": [
            (
                kind.label,
                asked_by(kind),
                reverse("handlungsfelder:gate_add", args=[pk, number, kind]),
            )
            for kind in GateKind
        ],
        "crumbs": crumbs(entwurf, PHASES),
    }
    return render(request, "handlungsfelder/gate_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def gate_add(request, pk, number, kind):
    entwurf = get_entwurf(request, pk)
    phase = table_at(entwurf, Place("phasen", number))
    if kind not in GateKind:
        raise Http404
    place = Place("phasen", number, len(phase.get("gates", [])))
    form = gate_form(request, entwurf, place, kind, is_new=True)
    return write(request, form, entwuerfe.add, gate_page(entwurf, phase, place, kind))


@require_http_methods(["GET", "HEAD", "POST"])
def gate_change(request, pk, number, gate):
    entwurf = get_entwurf(request, pk)
    place = Place("phasen", number, gate)
    kind = table_at(entwurf, place)["kind"]
    page = gate_page(entwurf, table_at(entwurf, Place("phasen", number)), place, kind)
    page |= {
        "problems": problems_at(entwurf, place),
        "remove": reverse("handlungsfelder:gate_remove", args=[pk, number, gate]),
    }
    return write(request, gate_form(request, entwurf, place, kind), entwuerfe.save, page)


def gate_form(request, entwurf, place: Place, kind: str, *, is_new: bool = False) -> GateForm:
    about = {"entwurf": entwurf, "place": place, "is_new": is_new}
    return GateForm(request.POST or None, kind=GateKind(kind), **about)


def gate_page(entwurf, phase: dict, place: Place, kind: str) -> dict:
    return {
        "heading": GateKind(kind).label,
        "lead": f"Bedingung der Phase „{phase['name']}“",
        "back": f"{list_address(entwurf.pk, PHASES)}#zeile-{place.row + 1}",
        "crumbs": crumbs(entwurf, PHASES),
    }


# --- writing --------------------------------------------------------------------------------------


def write(request, form: TableForm, save, page: dict):
    """Save what was typed; what stands in the way is told beside it, with everything kept."""
    verdict = entwuerfe.can_save(request.user, form.entwurf)
    form.stay = page["back"]

    def over(**table):
        about = {"entwurf": form.entwurf, "place": form.place, "by": request.user}
        return save(version=form.read_version, **about, **table)

    if request.method != "POST":
        verdict.require()
    elif attempt(form, verdict & form.stands_in(form.entwurf), over):
        messages.success(request, f"Gespeichert: {page['heading']}.")
        return redirect(page.get("done", page["back"]))
    return form_page(request, FORM, form, entwurf=form.entwurf, **page)


# --- order and removal ----------------------------------------------------------------------------


@require_POST
def row_move(request, pk, slug, number, up):
    section = get_section(slug, rows=True)
    return move(request, pk, Place(section.key, number), up)


@require_POST
def gate_move(request, pk, number, gate, up):
    return move(request, pk, Place("phasen", number, gate), up)


def move(request, pk, place: Place, up: bool):
    entwurf, version = get_entwurf(request, pk), read_version(request)
    entwuerfe.move(entwurf=entwurf, place=place, up=up, version=version, by=request.user)
    step = 0 if place.gate is not None else -1 if up else 1
    back = list_address(pk, BY_KEY[place.section])
    return redirect(f"{back}#zeile-{max(place.row + step, 0) + 1}")


def read_version(request) -> int:
    """Which saving the page showed; without one it is none."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


@require_http_methods(["GET", "HEAD", "POST"])
def row_remove(request, pk, slug, number):
    section = get_section(slug, rows=True)
    return remove(request, pk, Place(section.key, number), f"{section.noun} streichen")


@require_http_methods(["GET", "HEAD", "POST"])
def gate_remove(request, pk, number, gate):
    return remove(request, pk, Place("phasen", number, gate), "Bedingung streichen")


def remove(request, pk, place: Place, heading: str):
    """GET asks once more, POST takes the row out."""
    entwurf, section = get_entwurf(request, pk), BY_KEY[place.section]
    back = list_address(pk, section)
    if request.method == "POST":
        version = read_version(request)
        entwuerfe.remove(entwurf=entwurf, place=place, version=version, by=request.user)
        messages.success(request, "Gestrichen.")
        return redirect(back)
    entwuerfe.can_save(request.user, entwurf).require()
    context = {
        "heading": heading,
        "button": heading,
        "kind": "danger",
        "subject": named(table_at(entwurf, place)),
        "version": entwurf.version,
        "back": back,
        "crumbs": crumbs(entwurf, section),
    }
    return render(request, "handlungsfelder/entwurf_ask.html", context)


def named(row: dict) -> str:
    """How a row is called for people."""
    if "kind" in row:
        return GateKind(row["kind"]).label
    return row.get("name") or row.get("label") or row["title"]
