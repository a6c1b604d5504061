"""Long lists: the rows for which Django's engine is too slow are Jinja2 templates.

They stand in templates/jinja2/, and nothing else does; each needs a row of the benchmark:

- audits/goal_rows.html: "goal list, 43 measures" and "goal list while written"
- audits/dossier_rows.html: "sealed dossier"
- audits/report_rows.html: "Jahresbericht, 43 measures"
- fields of forms and their elements (Django's own where they are fast enough): "measure as a form"
  and "report entry as a form"

Both engines escape whatever is not marked as HTML; nothing is drawn by both.
"""

from collections.abc import Callable

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.defaultfilters import linebreaks_filter, linebreaksbr
from jinja2 import Environment
from jinja2.ext import Extension

from auditportal.flush import flush
from auditportal.templatetags.portal import status


class Unindented(Extension):
    """Without the indentation, as all templates of pages (auditportal/flush.py)."""

    def preprocess(self, source, name, filename=None):
        return flush(source)


def environment(**options) -> Environment:
    jinja = Environment(extensions=[Unindented], **options)
    jinja.filters |= {"linebreaks": linebreaks_filter, "linebreaksbr": linebreaksbr}
    jinja.globals["status"] = status
    return jinja


def macro(template_name: str, name: str) -> Callable[..., str]:
    """One macro of a template as a function: `macro("audits/goal_rows.html", "add")(goal)`."""
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)  # as the settings name it
    return getattr(engine.env.get_template(template_name).module, name)
