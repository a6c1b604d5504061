"""Inputs for days and times as the browser draws them."""

import datetime as dt

from django import forms


class NativeInput(forms.widgets.DateTimeBaseInput):
    """What is no valid value stays readable: a native input would show it as empty."""

    native: type[dt.date] | type[dt.time]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        if isinstance(value, str) and value and not self.is_native(value):
            widget["type"] = "text"
        return context

    def is_native(self, value):
        try:
            self.native.fromisoformat(value)
        except ValueError:
            return False
        return True


class DateInput(NativeInput, forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"
    native = dt.date

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(NativeInput, forms.TimeInput):
    """A time of day in hours and minutes."""

    input_type = "time"
    native = dt.time

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class NumberInput(forms.TextInput):
    """A whole number: digits on the phone's keyboard, and a typing error stays readable."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric", "autocomplete": "off"} | (attrs or {}))
