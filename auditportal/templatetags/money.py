"""Amounts and figures as people here read them."""

from django import template

from auditportal.money import euros

register = template.Library()
register.filter("euros", euros)
