"""Where a place of a draft is mended, and what stands above it."""

from django.http import Http404
from django.urls import reverse

from auditportal.views.loading import get_visible
from handlungsfelder.forms.section import BY_KEY, BY_SLUG, Section
from handlungsfelder.models import Entwurf
from handlungsfelder.reading import Place


def get_entwurf(request, pk) -> Entwurf:
    return get_visible(Entwurf, request, pk, "owner", "saved_by", "presented_by", "based_on")


def get_section(slug: str, *, rows: bool) -> Section:
    """A list of rows or a single table, as the address asks for it."""
    section = BY_SLUG.get(slug)
    if section is None or bool(section.noun) != rows:
        raise Http404
    return section


def address(pk: int, place: Place) -> str:
    section = BY_KEY.get(place.section)
    if section is None:
        return reverse("handlungsfelder:entwurf_detail", args=[pk])
    if place.gate is not None:
        return reverse("handlungsfelder:gate_change", args=[pk, place.number, place.gate])
    if place.number is not None:
        return reverse("handlungsfelder:row_change", args=[pk, section.slug, place.number])
    return list_address(pk, section)


def list_address(pk: int, section: Section) -> str:
    name = "row_list" if section.noun else "section_change"
    return reverse(f"handlungsfelder:{name}", args=[pk, section.slug])


def crumbs(entwurf: Entwurf | None = None, section: Section | None = None) -> list[tuple[str, str]]:
    """Pairs of label and address for components/breadcrumb.html."""
    above = [("Vorlagen", reverse("handlungsfelder:entwurf_list"))]
    if entwurf:
        above.append((str(entwurf), reverse("handlungsfelder:entwurf_detail", args=[entwurf.pk])))
    if entwurf and section:
        above.append((section.title, list_address(entwurf.pk, section)))
    return above
