"""Plain `{{ form }}` in the markup of KERN: how a field is drawn hangs on its kind.

Forms are Django templates (templates/django/forms/). Fields and their elements are drawn by Jinja2,
the second engine that Django writes elements for: a form is a long list of rows.
"""

from django import forms
from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.template import engines

from auditportal.signs import one_line, prose

FIELD, WIDGETS = "django/forms/field.html", "django/forms/widgets/"
OURS = {f"{WIDGETS}clearable_file_input.html"}  # it names the file that there is
# Django's templates of these do nothing but include the last one.
INPUTS = "checkbox color date datetime email file hidden number password search tel text time url"
SAME = {f"{WIDGETS}{name}.html": f"{WIDGETS}input.html" for name in INPUTS.split()}

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


# Where one line is typed; what is hidden or secret stays as it is.
LINES = (forms.TextInput, forms.EmailInput, forms.URLInput)


class KernBoundField(forms.BoundField):
    """A field that knows its kind, its KERN class, and where a link to its error leads."""

    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        self.kind, self.kern_class = next(
            (kind, css) for widget, kind, css in KINDS if isinstance(field.widget, widget)
        )

    @property
    def data(self):
        """What was typed, without the signs that no text keeps: whichever form asks for it."""
        typed = super().data
        if isinstance(typed, str):
            if isinstance(self.field.widget, LINES):
                return one_line(typed)
            if isinstance(self.field.widget, forms.Textarea):
                return prose(typed)
        return typed

    @property
    def is_optional(self) -> bool:
        """Whether nothing will ask for it: a form names what it only does without for now."""
        return not self.field.required and self.name not in getattr(self.form, "needed_later", ())

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
    """Templates from templates/django/forms/, fields that know KERN, and drawn by Jinja2."""

    bound_field_class = KernBoundField

    def get_template(self, template_name):
        if template_name in OURS or not template_name.startswith((FIELD, WIDGETS)):
            return super().get_template(template_name)
        return engines["jinja2"].get_template(SAME.get(template_name, template_name))
