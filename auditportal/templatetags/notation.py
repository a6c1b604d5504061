"""Days, numbers and money as people here read them; every template knows these filters."""

from django import template
from django.template.defaultfilters import stringfilter

from auditportal import notation

register = template.Library()
WRITERS = (
    notation.day,
    notation.hour,
    notation.moment,
    notation.money,
    notation.number,
)
for write in WRITERS:
    register.filter(write.__name__, write)


register.filter("sentence", stringfilter(notation.sentence), is_safe=True)


@register.filter
def counted(count: int, words: str) -> str:
    """`{{ 3|counted:"Eintrag,Einträge" }}`."""
    one, many = words.split(",")
    return notation.counted(count, one, many)
