"""What of a template's layout is sent, and what is not."""

from pathlib import Path

from django.template import engines
from django.template.loader import get_template, render_to_string

from auditportal.flush import flush


def as_written(template) -> str:
    return Path(template.origin.name).read_text(encoding="utf-8")


def indented(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith(" ")]


def test_a_page_is_sent_without_the_indentation_of_its_templates():
    assert indented(render_to_string("404.html")) == []


def test_rows_drawn_by_the_other_engine_are_sent_without_it_too():
    rows = engines["jinja2"].get_template("audits/dossier_rows.html").template.module

    assert indented(rows.goals([{"title": "Ein Ziel", "measures": []}])) == []


def test_every_line_stays_where_an_error_names_it():
    template = get_template("base.html").template

    assert template.source.count("\n") == as_written(template).count("\n")


def test_a_blank_inside_a_line_stays():
    assert flush("<p>\n    Ein  Wort, <b>zwei</b>\n</p>") == "<p>\nEin  Wort, <b>zwei</b>\n</p>"


def test_mails_are_sent_as_they_are_written():
    template = get_template("account/email/login_code_message.txt").template

    assert template.source == as_written(template)
