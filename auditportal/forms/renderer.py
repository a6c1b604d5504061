"""Plain `{{ form }}` in the markup of KERN: how a field is drawn hangs on its kind.

The templates stand in templates/django/forms/; FORM_RENDERER names the renderer.
"""

from django import forms
from django.conf import settings
from django.forms.renderers import TemplatesSetting

from auditportal.forms.elements import drawn

# In this order: CheckboxSelectMultiple is a subclass of RadioSelect.
KINDS = (
    (forms.CheckboxSelectMultiple, "checks", "kern-form-check__checkbox"),
    (forms.RadioSelect, "radios", "kern-form-check__radio"),
    (forms.CheckboxInput, "check", "kern-form-check__checkbox"),
    (forms.SelectMultiple, "input", "kern-form-input__input"),
    (forms.Select, "select", "kern-form-input__select"),
    (forms.FileInput, "file", "kern-form-input__input"),
    (forms.Widget, "input", "kern-form-input__input"),
)


class KernBoundField(forms.BoundField):
    """A field that knows its kind, its KERN class, and where a link to its error leads."""

    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        self.kind, self.kern_class = next(
            (kind, css) for widget, kind, css in KINDS if isinstance(field.widget, widget)
        )

    @property
    def use_fieldset(self):
        """A file is one input, whatever Django draws around it."""
        return self.kind != "file" and super().use_fieldset

    @property
    def error_anchor(self):
        """Groups have no id of their own: the link leads to their first choice."""
        return self.id_for_label or f"{self.auto_id}_0"

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        own = (widget or self.field.widget).attrs
        error = f" {self.kern_class}--error" if self.errors else ""
        attrs["class"] = f"{self.kern_class}{error} {own.get('class', '')}".strip()
        attrs["placeholder"] = False  # a hint that vanishes when one begins to type is no hint
        if self.kind == "file":
            attrs.setdefault("data-max-bytes", settings.UPLOAD_MAX_BYTES)
        return attrs


class KernRenderer(TemplatesSetting):
    """Templates from templates/django/forms/, fields that know KERN, elements without detours."""

    bound_field_class = KernBoundField

    def render(self, template_name, context, request=None):
        element = drawn(template_name, context)
        return super().render(template_name, context, request) if element is None else element
