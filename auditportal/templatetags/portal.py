"""The tags that templates share: whole components, status words with their icon, wide tables."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import batched

from django import template
from django.forms import BaseForm
from django.template.loader import render_to_string

from auditportal.verdict import Verdict

register = template.Library()

# kind: how KERN colours it, and the icon that says the same without colour
KINDS = {
    "offen": ("neutral", "portal-icon--circle"),
    "arbeit": ("info", "kern-icon--edit"),
    "rueckfrage": ("warning", "kern-icon--question-mark"),
    "erledigt": ("success", "kern-icon--check"),
    "gesperrt": ("neutral", "portal-icon--lock"),
    "positiv": ("success", "kern-icon--success"),
    "negativ": ("danger", "kern-icon--danger"),
    "warnung": ("warning", "kern-icon--warning"),
    "frist": ("warning", "portal-icon--clock"),
    "termin": ("info", "kern-icon--calendar-today"),
    "ruht": ("neutral", "portal-icon--clock"),
    "entfallen": ("neutral", "kern-icon--close"),
    "neutral": ("neutral", "portal-icon--circle"),
}
WORDS = {
    "Offen": "offen",
    "In Arbeit": "arbeit",
    "Rückfrage": "rueckfrage",
    "Erledigt": "erledigt",
    "Noch nicht möglich": "gesperrt",
    "Geplant": "termin",
    "In Umsetzung": "arbeit",
    "Umgesetzt": "erledigt",
    "Verzögert": "frist",
    "Zurückgestellt": "ruht",
    "Ersetzt": "entfallen",
    "Entfallen": "entfallen",
    "Eingereicht": "arbeit",
    "In Prüfung": "arbeit",
    "Nachbesserung nötig": "rueckfrage",
    "Positiv": "positiv",
    "Positiv mit Auflagen": "warnung",
    "Negativ": "negativ",
    "Auf Kurs": "positiv",
    "Beobachten": "warnung",
    "Rückstand": "negativ",
    "Überfällig": "frist",
    "Gültig": "positiv",
    "Abgelaufen": "ruht",
    "Ruhend": "ruht",
    "Entzogen": "negativ",
}


@register.simple_tag
def status(word: str, kind: str = "") -> str:
    """A badge of icon and word: `{% status "In Arbeit" %}`, or with a kind for other words."""
    return badge(str(word), kind)


@lru_cache(maxsize=1000)
def badge(word: str, kind: str) -> str:
    """Many rows, few badges: each is drawn once."""
    colour, icon = KINDS[kind or WORDS.get(word, "neutral")]
    return render_to_string(
        "components/status.html", {"word": word, "colour": colour, "icon": icon}
    )


@register.inclusion_tag("components/pairs.html")
def pairs(rows: list[tuple[str, str]]) -> dict:
    """The inside of a list of labels and values."""
    return {"rows": rows}


@register.inclusion_tag("components/tabs.html")
def tabs(parts: Iterable, label: str, look: str = "") -> dict:
    """Parts of one thing, each with its own address: label, url, current, optional count."""
    return {"parts": parts, "label": label, "look": look}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(current: object, *above: object, crumbs: Iterable = ()) -> dict:
    """Where am I, and label and address of each page above it; or `crumbs`, pairs of them."""
    linked = [(label, url) for label, url in batched(above, 2, strict=True) if url]
    return {"crumbs": [*crumbs, *linked], "current": current}


@register.inclusion_tag("components/action.html")
def action(url: str, label: str, verdict: Verdict, **about: object) -> dict:
    """A button that changes something, or why it cannot; `about` are kind, fields and hint."""
    return about | {"url": url, "label": label, "verdict": verdict}


@register.inclusion_tag("components/form.html", name="form")
def whole_form(form: BaseForm, **about: object) -> dict:
    """A form with its buttons; `about` are submit, cancel, url, note and kind."""
    return about | {"form": form}


@register.inclusion_tag("components/filter_bar.html")
def filter_bar(form: BaseForm, **about: object) -> dict:
    """What narrows a list, by GET; `about` are active, url and count_text."""
    return about | {"form": form}


@register.inclusion_tag("components/progress.html", name="progress")
def progress_bar(done: int, total: int, noun: str, place: str) -> dict:
    """How far something has come, in words and as a bar; its `place` is unique on the page."""
    return {"done": done, "total": total, "noun": noun, "id": place}


@register.inclusion_tag("components/autosave.html")
def autosave(form: BaseForm, url: str, place: str, label: str, saved_text: str = "") -> dict:
    """Texts that save themselves while they are written; their `place` is unique on the page."""
    return {"form": form, "url": url, "id": place, "label": label, "saved_text": saved_text}


@register.simple_block_tag
def wide(content: str, label: str) -> str:
    """A table scrolls in its own labelled region that the keyboard reaches, never the page."""
    return render_to_string("components/wide.html", {"content": content, "label": label})


@register.simple_tag(takes_context=True)
def leads_elsewhere(context: template.RequestContext, link: str) -> bool:
    """Whether there is a link, and not to the very page on which it would stand."""
    request = getattr(context, "request", None)
    return bool(link) and (request is None or link.partition("#")[0] != request.path)
