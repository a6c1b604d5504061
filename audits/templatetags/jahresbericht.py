"""A measure of a yearly report as a row: a report has dozens of them."""

from django import template

from auditportal.jinja import macro
from audits.papers.comparison import Row

register = template.Library()


@register.simple_tag
def report_row(row: Row, can_write, base: str = "") -> str:
    """`{% report_row row can_write %}` opens in its place, with a `base` it leads to the page."""
    return macro("audits/report_rows.html", "entry")(row, can_write, base)
