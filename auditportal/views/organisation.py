"""Organisations: the list, one of them with its people, and how it is entered and changed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auditportal import clock, permissions
from auditportal.actions import betreuung as betreuungen
from auditportal.actions import contact as contacts
from auditportal.actions import invitation as invitations
from auditportal.actions import organisation as organisations
from auditportal.forms.contact import ContactForm
from auditportal.forms.organisation import OrganisationFilter, OrganisationForm, RegisterSearch
from auditportal.models import Betreuung, Contact, Organisation, RegisterEntry
from auditportal.views.loading import (
    form_page,
    get_visible,
    hold_first,
    page_or_part,
    read_under_lock,
)
from auditportal.views.versioned import attempt

PAGE = 20
HITS = 30


@require_safe
def organisation_list(request):
    form = OrganisationFilter(request.GET)
    visible = Organisation.objects.visible_to(request.user).select_related("parent")
    page = Paginator(form.narrow(visible).by_name(), PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "page": page,
        "active": bool(request.GET.get("q") or request.GET.get("kind")),
        "query": query_without_page(request),
        "can_enter": organisations.can_enter(request.user),
    }
    return render(request, "auditportal/organisation_list.html", context)


@require_safe
def organisation_detail(request, pk):
    organisation = get_visible(Organisation, request, pk, "parent", "register_entry")
    members = organisation.mitgliedschaften.visible_to(request.user).open()
    context = {
        "organisation": organisation,
        "mitgliedschaften": members.by_person(),
        "invitations": organisation.invitations.visible_to(request.user).pending().for_display(),
        "contacts": organisation.contacts.visible_to(request.user),
        "children": organisation.children.visible_to(request.user).by_name(),
        "events": timeline(organisation.events.visible_to(request.user).with_people()[:10]),
        "sees_people": permissions.sees_people(request.user, organisation),
        "betreuungen": seen_care(request.user, organisation),
        "can_ask": betreuungen.can_ask(request.user, organisation),
        "can_answer": permissions.may_bring_in(request.user, organisation),
        "now": clock.now(),
        "can_change": organisations.can_change(request.user, organisation),
        "can_invite": invitations.can_invite(request.user, organisation),
    }
    return render(request, "auditportal/organisation_detail.html", context)


def seen_care(user, organisation) -> list[Betreuung]:
    """Where one sees the people all of it, elsewhere only what one's own Träger has asked for."""
    if permissions.sees_people(user, organisation):
        return organisation.care
    return [one for one in organisation.care if one.traeger_id in user.rights.traeger]


@require_safe
def organisation_history(request, pk):
    organisation = get_visible(Organisation, request, pk)
    events = organisation.events.visible_to(request.user).with_people()
    page = Paginator(events, 50).get_page(request.GET.get("page"))
    context = {"organisation": organisation, "page": page, "events": timeline(page)}
    return render(request, "auditportal/organisation_history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_create(request, entry=None):
    """By hand, or with an entry of the official list as a proposal."""
    entry = get_entry(request, entry) if entry else None
    organisations.can_enter(request.user, entry).require()
    proposal = organisations.master_data_of(entry) if entry else None
    form = OrganisationForm(request.POST or None, initial=proposal, by=request.user)
    if form.is_valid():
        data = form.fields_to_save
        organisation = organisations.enter(by=request.user, register_entry=entry, **data)
        messages.success(request, f"„{organisation}“ ist angelegt.")
        return redirect(organisation)
    return form_page(request, "auditportal/organisation_create.html", form, entry=entry)


def get_entry(request, pk) -> RegisterEntry:
    hold_first(request, RegisterEntry, pk)
    return read_under_lock(request, get_object_or_404(RegisterEntry.objects.current(), pk=pk))


@require_safe
def register_search(request):
    """The official list; with htmx only the hits, while one types."""
    organisations.can_enter(request.user).require()
    form = RegisterSearch(request.GET)
    found = form.narrow(RegisterEntry.objects.current().with_organisation())
    hits = with_organisations(found[:HITS])
    context = {"form": form, "hits": hits, "most": HITS, "asked": request.GET.get("q")}
    context["is_empty"] = not context["hits"] and not RegisterEntry.objects.exists()
    template = page_or_part(request, "auditportal/register_search.html", "hits")
    return render(request, template, context)


def with_organisations(entries) -> list[RegisterEntry]:
    """What is here already of each, also by hand: it has the same key."""
    entries = list(entries)
    by_key = {one.ags: one for one in Organisation.objects.with_ags(*(e.ags for e in entries))}
    for entry in entries:
        entry.there = next(iter(entry.organisations.all()), None) or by_key.get(entry.ags)
    return entries


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_change(request, pk):
    organisation = get_visible(Organisation, request, pk)
    form = OrganisationForm(request.POST or None, instance=organisation, by=request.user)
    form.stay = organisation.get_absolute_url()
    verdict = organisations.can_change(request.user, organisation)

    def save(**data):
        about = {"organisation": organisation, "version": form.read_version, "by": request.user}
        return organisations.change(**about, **data)

    if request.method != "POST":
        verdict.require()
    elif attempt(form, verdict, save):
        messages.success(request, "Die Stammdaten sind gespeichert.")
        return redirect(organisation)
    template = "auditportal/organisation_change.html"
    return form_page(request, template, form, organisation=organisation)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_create(request, pk):
    organisation = get_visible(Organisation, request, pk)
    contacts.can_keep(request.user, organisation).require()
    form = ContactForm(request.POST or None)
    if form.is_valid():
        contacts.add(organisation=organisation, by=request.user, **form.fields_to_save)
        messages.success(request, "Der Kontakt ist angelegt.")
        return redirect(organisation)
    return form_page(request, "auditportal/contact_form.html", form, organisation=organisation)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_change(request, pk):
    contact = get_visible(Contact, request, pk, "organisation")
    form = ContactForm(request.POST or None, instance=contact)
    form.stay = contact.organisation.get_absolute_url()
    verdict = contacts.can_keep(request.user, contact.organisation)

    def save(**data):
        about = {"contact": contact, "version": form.read_version, "by": request.user}
        return contacts.change(**about, **data)

    if request.method != "POST":
        verdict.require()
    elif attempt(form, verdict, save):
        messages.success(request, "Der Kontakt ist gespeichert.")
        return redirect(contact.organisation)
    about = {"organisation": contact.organisation, "contact": contact}
    return form_page(request, "auditportal/contact_form.html", form, **about)


@require_POST
def contact_remove(request, pk):
    contact = get_visible(Contact, request, pk, "organisation")
    contacts.remove(contact=contact, by=request.user)
    messages.success(request, "Der Kontakt ist entfernt.")
    return redirect(contact.organisation)


def timeline(events) -> list[dict]:
    """History for components/timeline.html: the text names nobody, the people stand beside it."""
    return [
        {
            "at": event.happened_at,
            "text": event.text,
            "by": event.by,
            "detail": f"Betrifft: {event.person}" if event.person else "",
        }
        for event in events
    ]


def query_without_page(request) -> str:
    """The other parameters of a list, for the links to its pages."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"{query.urlencode()}&" if query else ""
