"""Drafts: found, begun, brought from a file, looked over, presented, published."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auditportal.documents import file_name
from auditportal.permissions import may_run_any
from auditportal.views.loading import form_page
from handlungsfelder import template, toml_file
from handlungsfelder.actions import entwurf as entwuerfe
from handlungsfelder.differences import between
from handlungsfelder.forms.entwurf import CreateForm, ImportForm, VersionChoiceForm
from handlungsfelder.forms.section import BY_KEY, SECTIONS
from handlungsfelder.models import Entwurf, Word
from handlungsfelder.overview import summary
from handlungsfelder.picture import way_of
from handlungsfelder.reading import Problem, TemplateError
from handlungsfelder.version_tables import as_data
from handlungsfelder.views.place import address, crumbs, get_entwurf, list_address

PAGE = 20
BESIDE_THE_WAY = ("seiten", "zielgruppen", "ergebnis", "stufen", "kennzahl", "ladder")
MOST_AT_ONCE = 20  # of the problems of one file


@require_safe
def entwurf_list(request):
    """What is being written in one's Träger, the latest first."""
    may_run_any(request.user).require()
    drafts = Entwurf.objects.visible_to(request.user).unpublished().select_related("saved_by")
    page = Paginator(drafts, PAGE).get_page(request.GET.get("page"))
    return render(request, "handlungsfelder/entwurf_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def entwurf_create(request):
    may_run_any(request.user).require()
    form = CreateForm(request.POST or None, user=request.user)
    if form.is_valid():
        data = form.cleaned_data
        entwurf = entwuerfe.create(
            owner=form.chosen, code=data["code"], name=data["name"], by=request.user
        )
        messages.success(request, f"Angelegt: {entwurf}.")
        return redirect("handlungsfelder:entwurf_detail", entwurf.pk)
    return form_page(request, "handlungsfelder/entwurf_create.html", form, crumbs=crumbs())


@require_http_methods(["GET", "HEAD", "POST"])
def entwurf_import(request):
    """A file becomes a draft, or nothing happens and every reason is named."""
    may_run_any(request.user).require()
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if form.is_valid() and (data := read(form)):
        entwurf = entwuerfe.bring(owner=form.chosen, data=data, by=request.user)
        messages.success(request, f"Importiert: {entwurf}.")
        return redirect("handlungsfelder:entwurf_detail", entwurf.pk)
    return form_page(request, "handlungsfelder/entwurf_import.html", form, crumbs=crumbs())


def read(form: ImportForm) -> dict | None:
    """The tables of the file; what cannot be read is said beside the field, with its place."""
    text = form.cleaned_data["file"]
    try:
        data = toml_file.load(text, "Die Datei ist")
        template.parse(data)
    except TemplateError as refused:
        form.add_error("file", as_errors(refused.problems, text))
        return None
    return data


def as_errors(problems: list[Problem], text: str) -> list[ValidationError]:
    """The first of them with their lines: whoever mends these finds the others the next time."""
    sentences = []
    for problem in problems[:MOST_AT_ONCE]:
        line = toml_file.line_of(text, problem.place)
        sentences.append(f"Ab Zeile {line}: {problem}" if line else str(problem))
    if len(problems) > MOST_AT_ONCE:
        sentences.append(f"Und an {len(problems) - MOST_AT_ONCE} weiteren Stellen.")
    return [ValidationError(sentence) for sentence in sentences]


# --- one draft ------------------------------------------------------------------------------------


@require_safe
def entwurf_detail(request, pk):
    """Every part with what it says, and what still has to be done before it can be presented."""
    entwurf, user = get_entwurf(request, pk), request.user
    problems = entwuerfe.open_points(entwurf)
    context = {
        "entwurf": entwurf,
        "problems": [(problem, address(pk, problem.place)) for problem in problems],
        "parts": parts(entwurf, {problem.place.section for problem in problems}),
        "can_save": entwuerfe.can_save(user, entwurf),
        "can_present": entwuerfe.can_present(user, entwurf),
        "can_take_back": entwuerfe.can_take_back(user, entwurf),
        "can_publish": entwuerfe.can_publish(user, entwurf),
        "crumbs": crumbs(),
    }
    return render(request, "handlungsfelder/entwurf_detail.html", context)


def parts(entwurf: Entwurf, troubled: set[str]) -> list[dict]:
    lines = summary(template.examine(entwurf.data)[0])
    return [
        {
            "section": section,
            "lines": lines[section.key],
            "url": list_address(entwurf.pk, section),
            "is_troubled": section.key in troubled,
        }
        for section in SECTIONS
    ]


@require_safe
def entwurf_preview(request, pk):
    """The way as those will see it who take part, and all that a second person has to read."""
    entwurf = get_entwurf(request, pk)
    written = template.examine(entwurf.data)[0]
    lines = summary(written)
    context = {
        "entwurf": entwurf,
        "template": written,
        "way": way_of(written),
        "words": [(word.label, written.words[word]) for word in Word],
        "rest": [(BY_KEY[key].title, lines[key]) for key in BESIDE_THE_WAY if lines[key]],
        "crumbs": crumbs(entwurf),
    }
    return render(request, "handlungsfelder/entwurf_preview.html", context)


@require_safe
def entwurf_compare(request, pk):
    """What is other than in a published version; first of all in the one it was copied from."""
    entwurf = get_entwurf(request, pk)
    asked = request.GET if "mit" in request.GET else {"mit": entwurf.based_on_id}
    form = VersionChoiceForm(asked if asked["mit"] else None, user=request.user)
    context = {"form": form, "subject": entwurf, "crumbs": crumbs(entwurf)}
    if form.is_valid():
        other = context["other"] = form.cleaned_data["mit"]
        old = template.examine(as_data(other))[0]
        context["changes"] = between(old, template.examine(entwurf.data)[0])
    return render(request, "handlungsfelder/version_compare.html", context)


@require_safe
def entwurf_export(request, pk):
    entwurf = get_entwurf(request, pk)
    head = entwurf.data["verfahren"]
    return as_file(entwurf.data, f"{head['code']}-{head['version']}-entwurf")


def as_file(data: dict, name: str) -> HttpResponse:
    """One file, which another installation imports."""
    response = HttpResponse(toml_file.dump(data), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, file_name(name, "toml"))
    response["X-Content-Type-Options"] = "nosniff"
    return response


# --- from draft to version ------------------------------------------------------------------------


@require_POST
def entwurf_present(request, pk):
    entwurf = entwuerfe.present(entwurf=get_entwurf(request, pk), by=request.user)
    messages.success(request, f"Vorgelegt: {entwurf}. Jetzt veröffentlicht eine zweite Person.")
    return redirect("handlungsfelder:entwurf_detail", pk)


@require_POST
def entwurf_take_back(request, pk):
    entwurf = entwuerfe.take_back(entwurf=get_entwurf(request, pk), by=request.user)
    messages.success(request, f"Zurückgenommen: {entwurf}.")
    return redirect("handlungsfelder:entwurf_detail", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def entwurf_publish(request, pk):
    """GET asks once more, POST publishes: from then on nothing of it can be changed."""
    entwurf = get_entwurf(request, pk)
    if request.method == "POST":
        version = entwuerfe.publish(entwurf=entwurf, by=request.user)
        messages.success(request, f"Veröffentlicht: {version}.")
        return redirect("handlungsfelder:version_list")
    entwuerfe.can_publish(request.user, entwurf).require()
    page = {"heading": "Version veröffentlichen", "button": "Veröffentlichen", "kind": "primary"}
    text = (
        "Danach können Durchläufe mit dieser Version beginnen, und nichts an ihr lässt sich mehr"
        " ändern außer den Hilfetexten. Laufende Durchläufe bleiben bei ihrer Version."
    )
    return ask(request, entwurf, page | {"text": text})


@require_http_methods(["GET", "HEAD", "POST"])
def entwurf_discard(request, pk):
    entwurf = get_entwurf(request, pk)
    if request.method == "POST":
        entwuerfe.discard(entwurf=entwurf, by=request.user)
        messages.success(request, f"Verworfen: {entwurf}.")
        return redirect("handlungsfelder:entwurf_list")
    entwuerfe.can_save(request.user, entwurf).require()
    page = {"heading": "Entwurf verwerfen", "button": "Verwerfen", "kind": "danger"}
    text = "Der Entwurf wird gelöscht. Das lässt sich nicht rückgängig machen."
    return ask(request, entwurf, page | {"text": text})


def ask(request, entwurf: Entwurf, page: dict):
    above = crumbs(entwurf)
    context = {"subject": entwurf, "crumbs": above, "back": above[-1][1]} | page
    return render(request, "handlungsfelder/entwurf_ask.html", context)
