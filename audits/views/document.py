"""Papers of a cycle: the list, one of them with its versions, and what is done with it."""

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auditportal import notation
from auditportal.views.checking import Check, binds, check_page, sent
from auditportal.views.download import send
from auditportal.views.loading import form_page, get_visible, status_of
from audits.actions import document as documents
from audits.actions import setting_right as right
from audits.forms.document import DocumentForm, SignatureForm
from audits.gates.document import asked_for, asked_in, asks, signing_organisations
from audits.models import CycleDocument, Freigabe, PhaseRun, Signature
from audits.views.inside import crumbs, get_inside, get_own, get_row

FORM = "audits/document_form.html"


@require_safe
def document_list(request, pk):
    cycle = get_inside(request, pk)
    context = {
        "cycle": cycle,
        "documents": cycle.documents.visible_to(request.user)
        .current()
        .select_related("uploaded_by", "owner"),
        "can_add": documents.can_add(request.user, cycle),
        "crumbs": crumbs(cycle),
    }
    return render(request, "audits/document_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def document_add(request, pk, code):
    """A paper that this phase asks for, with its title from the template."""
    run = get_row(request, PhaseRun, pk)
    gate = asked_in(run, code)
    if gate is None:
        raise Http404
    documents.can_add(request.user, run.cycle, code).require()
    title = {"title": gate.parameters["title"]}
    form = DocumentForm(request.POST or None, request.FILES or None, initial=title)
    if form.is_valid():
        return added(request, form, cycle=run.cycle, code=code)
    way = crumbs(run.cycle, (str(run), run))
    return form_page(
        request, FORM, form, cycle=run.cycle, phase=run, crumbs=way, back=run.get_absolute_url()
    )


@require_http_methods(["GET", "HEAD", "POST"])
def document_add_free(request, pk):
    cycle = get_inside(request, pk)
    documents.can_add(request.user, cycle).require()
    own = documents.own_sides(request.user, cycle)
    form = DocumentForm(request.POST or None, request.FILES or None, sides=own)
    if form.is_valid():
        return added(request, form, cycle=cycle, code="")
    context = {"cycle": cycle, "phase": cycle.phase_name} | below_list(cycle)
    return form_page(request, FORM, form, **context)


def added(request, form, **about):
    title, upload = form.cleaned_data["title"], form.cleaned_data["file"]
    about |= {"title": title, "upload": upload, "owner": form.kept_by}
    document = documents.add(by=request.user, **about)
    messages.success(request, f"Hochgeladen: {document}.")
    return redirect("audits:document_detail", document.pk)


def below_list(cycle) -> dict:
    above = reverse("audits:document_list", args=[cycle.pk])
    return {"crumbs": crumbs(cycle, ("Dokumente", above)), "back": above}


@require_http_methods(["GET", "HEAD", "POST"])
def document_replace(request, pk):
    """A newer version; the older one stays and can be read."""
    document = loaded(request, pk)
    documents.can_replace(request.user, document).require()
    title = {"title": document.title}
    form = DocumentForm(request.POST or None, request.FILES or None, initial=title)
    if form.is_valid():
        title, upload = form.cleaned_data["title"], form.cleaned_data["file"]
        newer = documents.replace(document=document, title=title, upload=upload, by=request.user)
        messages.success(request, f"Ersetzt: {newer}. Die ältere Fassung bleibt erhalten.")
        return redirect("audits:document_detail", newer.pk)
    context = {"cycle": document.cycle, "older": document} | below_list(document.cycle)
    return form_page(request, FORM, form, **context)


@require_safe
def document_detail(request, pk):
    return detail_page(request, loaded(request, pk))


def loaded(request, pk):
    return get_own(request, CycleDocument, pk, "uploaded_by", "replaced_by", "owner")


def detail_page(request, document, form=None, organisation=None):
    """`form` is the day of a signature that did not fit, of this organisation."""
    cycle = document.cycle
    gate = asked_for(cycle, document.code)
    context = {
        "cycle": cycle,
        "document": document,
        "phase": gate.phase if gate else cycle.open_run,
        "sides": sides(request.user, document, form, organisation),
        "freigabe": freigabe_of(request.user, document),
        "versions": cycle.documents.with_code(document.code).with_uploader(),
        "can_replace": documents.can_replace(request.user, document),
        "form": form,
    } | below_list(cycle)
    status = status_of(form) if form else 200
    return render(request, "audits/document_detail.html", context, status=status)


def sides(user, document, form, organisation) -> list[dict]:
    """Each side that signs: its day, or the form to enter it."""
    if not asks(document, "signed"):
        return []
    organisations = signing_organisations(document.cycle)
    signed = Signature.objects.with_berichtigung().as_entered()
    prefetch_related_objects([document], Prefetch("signatures", signed))
    given = {one.organisation_id: one for one in document.signatures_in_force}
    struck = [one for one in document.signatures.all() if hasattr(one, "berichtigung")]
    return [
        {
            "organisation": one,
            "signature": given.get(one.pk),
            "struck": [row for row in struck if row.organisation_id == one.pk],
            "can_correct": documents.may_enter_for(user, document.cycle, one),
            "can_sign": documents.can_sign(user, document, one),
            "form": form if one == organisation else SignatureForm(**ids_of(one)),
        }
        for one in organisations
    ]


def ids_of(organisation):
    """Several forms stand on one page, so each has ids of its own."""
    return {"auto_id": f"unterschrift_{organisation.pk}_%s"}


def freigabe_of(user, document) -> dict | None:
    """Whether the companion has released it, or may; None where nobody asks for that."""
    if not asks(document, "released"):
        return None
    people = Freigabe.objects.with_berichtigung().select_related("released_by")
    prefetch_related_objects([document], Prefetch("freigaben", people))
    freigaben = document.cycle.own(list(document.freigaben.all()))
    given = next((one for one in freigaben if not hasattr(one, "berichtigung")), None)
    return {
        "given": given,
        "struck": [one for one in freigaben if hasattr(one, "berichtigung")],
        "can_correct": given and right.may_correct(user, given),
        "can_release": documents.can_release(user, document),
    }


@require_safe
def document_download(request, pk):
    return send(get_visible(CycleDocument, request, pk))


@require_POST
def document_sign(request, pk, organisation):
    document = loaded(request, pk)
    signing = {one.pk: one for one in signing_organisations(document.cycle)}
    if organisation not in signing:
        raise Http404
    organisation = signing[organisation]
    documents.can_sign(request.user, document, organisation).require()
    form = sent(request, SignatureForm, **ids_of(organisation))
    if not form.is_bound or not form.is_valid():
        return detail_page(request, document, form, organisation)
    if not binds(request, form):
        return check_page(request, form, signature_check(document, organisation))
    day = form.cleaned_data["signed_on"]
    documents.sign(document=document, organisation=organisation, signed_on=day, by=request.user)
    messages.success(request, f"Eingetragen: {organisation}, {notation.day(day)}.")
    return redirect("audits:document_detail", pk)


def signature_check(document, organisation) -> Check:
    return Check(
        lead=f"{document} · {document.cycle}",
        submit="Unterschrift verbindlich eintragen",
        after="Ist der Tag falsch, lässt er sich später mit Grund berichtigen.",
        crumbs=below_list(document.cycle)["crumbs"],
        rows=[("Es hat unterzeichnet", str(organisation))],
    )


@require_POST
def document_release(request, pk):
    document = get_own(request, CycleDocument, pk)
    documents.release(document=document, by=request.user)
    messages.success(request, f"Freigegeben: {document}.")
    return redirect("audits:document_detail", pk)
