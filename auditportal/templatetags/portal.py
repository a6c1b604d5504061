"""The few tags that templates share: status words with their icon, tabs, wide tables."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string

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
def tabs(parts: list[dict], label: str) -> dict:
    """Parts of one thing, each with its own address: label, url, current, optional count."""
    return {"parts": parts, "label": label}


@register.simple_block_tag
def wide(content: str, label: str) -> str:
    """A table scrolls in its own labelled region that the keyboard reaches, never the page."""
    return render_to_string("components/wide.html", {"content": content, "label": label})


@register.simple_tag(takes_context=True)
def leads_elsewhere(context: template.RequestContext, link: str) -> bool:
    """Whether there is a link, and not to the very page on which it would stand."""
    request = getattr(context, "request", None)
    return bool(link) and (request is None or link.partition("#")[0] != request.path)
