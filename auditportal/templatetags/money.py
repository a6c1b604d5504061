"""Amounts and figures as people here read them."""

from django import template

from auditportal.notation import euros, number

register = template.Library()
register.filter("euros", euros)
register.filter("number", number)
