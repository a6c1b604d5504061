"""A measure of a yearly report as a row: a report has dozens, and the engine is slow in loops."""

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from audits.papers.comparison import Row

register = template.Library()

ROW = (
    '<div class="report-row__what"><p class="report-row__title">{}</p>{}{}{}</div>'
    '<div class="report-row__state">{}{}</div>'
)
TEXT = "<p>{}</p>"
MORE = '<p class="portal-meta">{}: {}</p>'
LAST_YEAR = '<p class="portal-meta">{}</p>'
LINK = ' <a href="{}"{}>{}<span class="kern-sr-only">: {}</span></a>'
OPENS_HERE = ' hx-get="{}"'


@register.simple_tag
def report_row(row: Row, can_write, base: str = "") -> SafeString:
    """`{% report_row row can_write %}` opens in its place, with a `base` it leads to the page."""
    address = f"{base}massnahmen/{row.measure}/"
    here = "" if base else format_html(OPENS_HERE, address)
    return format_html(
        ROW,
        row.title,
        format_html(TEXT, linebreaksbr(row.text)) if row.text else "",
        format_html_join("", MORE, row.lines),
        format_html(LAST_YEAR, row.compared) if row.before else "",
        row.badge,
        format_html(LINK, address, here, row.verb, row.title) if can_write else "",
    )
