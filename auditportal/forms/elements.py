"""The elements of forms as HTML: the same as Django's templates draw, and KERN's for choices.

Written here because a template for every option of a list takes longer than the rest of its page.
Whatever people typed goes through `said`.
"""

from collections.abc import Callable
from html import escape

from django.utils.safestring import SafeString

INPUTS = "checkbox color date datetime email file hidden input number password search tel text"
INPUTS += " time url"


def said(value) -> str:
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


def attributes(given: dict) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{said(value)}"'
        for name, value in given.items()
        if value is not False
    )


def one_input(widget: dict) -> str:
    value = widget["value"]
    given = "" if value is None else f' value="{said(value)}"'
    name, kind = said(widget["name"]), said(widget["type"])
    return f'<input type="{kind}" name="{name}"{given}{attributes(widget["attrs"])}>'


def textarea(widget: dict) -> str:
    text, name = said(widget["value"] or ""), said(widget["name"])
    return f'<textarea name="{name}"{attributes(widget["attrs"])}>\n{text}</textarea>'


def select(widget: dict) -> str:
    groups = "".join(group(name, found) for name, found, _ in widget["optgroups"])
    return f'<select name="{said(widget["name"])}"{attributes(widget["attrs"])}>{groups}</select>'


def group(name: str | None, found: list[dict]) -> str:
    options = "".join(map(option, found))
    return f'<optgroup label="{said(name)}">{options}</optgroup>' if name else options


def option(one: dict) -> str:
    value, given = said(one["value"]), attributes(one["attrs"])
    return f'<option value="{value}"{given}>{said(one["label"])}</option>'


def choices(widget: dict) -> str:
    """Radio buttons and checkboxes, each in KERN's row, groups under their names."""
    return "".join(titled(name, found) for name, found, _ in widget["optgroups"])


def titled(name: str | None, found: list[dict]) -> str:
    title = f'<p class="kern-label kern-label--small">{said(name)}</p>' if name else ""
    return title + "".join(map(choice, found))


def choice(one: dict) -> str:
    place = one["attrs"].get("id")
    of = f' for="{said(place)}"' if place else ""
    label = f'<label class="kern-label"{of}>{said(one["label"])}</label>'
    return f'<div class="kern-form-check">{one_input(one)}{label}</div>'


DRAWN: dict[str, Callable[[dict], str]] = {
    **{f"django/forms/widgets/{name}.html": one_input for name in INPUTS.split()},
    "django/forms/widgets/textarea.html": textarea,
    "django/forms/widgets/select.html": select,
    "django/forms/widgets/radio.html": choices,
    "django/forms/widgets/checkbox_select.html": choices,
}


def drawn(template_name: str, context: dict) -> SafeString | None:
    """The element that this template would draw; None where a template is to do it."""
    draw = DRAWN.get(template_name)
    return draw and SafeString(draw(context["widget"]))
