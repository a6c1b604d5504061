"""Amounts and figures as people here read them."""

from django import template

from auditportal.money import euros, number

register = template.Library()
register.filter("euros", euros)
register.filter("number", number)
