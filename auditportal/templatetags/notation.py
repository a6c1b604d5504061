"""Days, numbers and money as people here read them; every template knows these filters."""

from django import template

from auditportal import notation

register = template.Library()
for write in (notation.day, notation.hour, notation.moment, notation.money, notation.number):
    register.filter(write.__name__, write)
