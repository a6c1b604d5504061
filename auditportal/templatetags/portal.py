"""The few tags that templates share: status words with their icon, tasks, tabs, wide tables."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

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


# What stands beside a task, by its state; a day that is far away is no badge.
STANDS = {"overdue": "frist", "soon": "termin"}
SAID = {"done": "Erledigt", "blocked": "Noch nicht möglich"}


@register.simple_tag
def task_rows(tasks: Iterable) -> SafeString:
    """The rows of components/task_list.html, on every start page: every text passes `escape`."""
    return SafeString("".join(_task(number, one) for number, one in enumerate(tasks, start=1)))


def _task(number: int, task) -> str:
    done = " portal-task--done" if task.due_state == "done" else ""
    about = [task.context, f"Zuständig: {task.who}" if task.who else ""]
    under = [" · ".join(filter(None, about)), task.reason]
    notes = "".join(f'<p class="portal-meta">{escape(text)}</p>' for text in under if text)
    return (
        f'<li class="kern-task-list__item{done}"><div class="kern-task-list__title">'
        f'<div class="kern-task-list__content-wrapper"><span class="kern-number">{number}</span>'
        f'<div class="portal-task">{_what(task)}{notes}</div></div></div>'
        f'<div class="kern-task-list__status">{_until(task)}</div></li>'
    )


def _what(task) -> str:
    text = escape(task.text)
    if task.link and task.due_state not in SAID:
        return f'<a class="kern-link kern-link--stretched" href="{escape(task.link)}">{text}</a>'
    return f'<span class="portal-task__text">{text}</span>'


def _until(task) -> str:
    if task.due_state in SAID:
        return badge(SAID[task.due_state], "")
    if task.due_state in STANDS:
        return badge(task.due_text, STANDS[task.due_state])
    return f'<span class="portal-due">{escape(task.due_text)}</span>' if task.due_text else ""


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
