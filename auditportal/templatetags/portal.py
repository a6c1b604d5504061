"""The few tags that templates share: status words with their icon, tabs, wide tables."""

from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
HERE = SafeString(' aria-current="page"')

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
def status(word: str, kind: str = "") -> SafeString:
    """A badge of icon and word: `{% status "In Arbeit" %}`, or with a kind for other words."""
    return badge(str(word), kind)


@lru_cache(maxsize=1000)
def badge(word: str, kind: str) -> SafeString:
    """Many rows, few badges: each is written once."""
    colour, icon = KINDS[kind or WORDS.get(word, "neutral")]
    return format_html(
        '<span class="kern-badge kern-badge--small kern-badge--{} portal-status">'
        '<span class="kern-icon {}" aria-hidden="true"></span>'
        '<span class="kern-label">{}</span></span>',
        colour,
        icon,
        word,
    )


@register.simple_tag
def pairs(rows: list[tuple[str, str]]) -> SafeString:
    """The inside of a list of labels and values, where a page has hundreds of them."""
    return format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows)


@register.simple_tag
def tabs(parts: list[dict], label: str) -> SafeString:
    """Parts of one thing, each with its own address: label, url, current, optional count."""
    return format_html(
        '<nav class="portal-tabs" aria-label="{}"><ul>{}</ul></nav>', label, _tabs(parts)
    )


def _tabs(parts: list[dict]) -> SafeString:
    return format_html_join(
        "",
        '<li><a href="{}"{}>{}{}</a></li>',
        (
            (
                part["url"],
                HERE if part["current"] else "",
                part["label"],
                ""
                if part.get("count") is None
                else format_html(' <span class="portal-tabs__count">{}</span>', part["count"]),
            )
            for part in parts
        ),
    )


@register.simple_block_tag
def wide(content: str, label: str) -> SafeString:
    """A table scrolls in its own labelled region that the keyboard reaches, never the page."""
    return format_html(
        '<div class="portal-wide" role="region" aria-label="{}" tabindex="0">{}</div>',
        label,
        content,
    )
