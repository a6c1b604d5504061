"""axe-core, 320 px and the console, once for each page template, with the role that sees most."""

import json
import mailbox
import re
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.test import override_settings
from django.test.signals import template_rendered

from tests.browser import acts
from tests.browser.looking import COLOURS, Look
from tests.browser.pages import DEMO, PAGES, Case
from tests.browser.world import a_world
from tests.visitor import Visitor

pytestmark = pytest.mark.browser
TEMPLATES = settings.BASE_DIR / "templates"
EXTENDS = re.compile(r'{% extends "([^"]+)" %}')
# Too large a request is refused before anything of it is read: it has a test of its own below.
# What is answered when all else fails, or before it is known who asks, has tests of its own too.
ELSEWHERE = {"413.html", "500.html", "refused.html"}


@pytest.fixture(scope="module")
def world(demo_database, django_db_blocker):
    with django_db_blocker.unblock():
        yield a_world()


@pytest.fixture(scope="module")
def rendered():
    """The names of all templates that the portal has rendered for the case at hand."""
    names = set()

    def note(template, **_):
        names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


@pytest.fixture(scope="module")
def eyes(browser, demo_portal, world, django_db_blocker):
    """For each role one browser context, made when it is needed first."""
    found = {}

    def of(role: str) -> Look:
        if role not in found:
            with django_db_blocker.unblock():
                found[role] = Look(
                    Visitor(browser, demo_portal.url, user=world.people.get(role)), world
                )
        return found[role]

    yield of
    for look in found.values():
        look.visitor.context.close()


@pytest.fixture
def look_at(eyes, rendered):
    """Opens the page: the answer and the template are those that the list names."""

    def opened(case) -> Look:
        look = eyes(case.role)
        look.visitor.problems.clear()
        rendered.clear()
        look.open(case)
        assert (look.status, case.template in rendered) == (case.status, True)
        return look

    return opened


def assert_all_is_well(look):
    """No barrier that axe-core knows, a heading and a title that say where one is, no scrolling."""
    title, errors = look.page.title(), look.page.locator("[data-error-summary]")
    assert re.fullmatch(r"\S.* – Auditportal", title)
    assert title.startswith("Fehler: ") == bool(errors.count())
    assert look.page.locator("html").get_attribute("lang") == "de"
    assert look.page.locator("h1").count() == 1
    assert look.page.locator(".kern-btn--primary:visible").count() <= 1
    assert look.violations("light") == []
    assert look.violations("dark", COLOURS) == []
    assert not look.is_wider_than_a_telephone()
    assert look.visitor.problems == []


@pytest.mark.parametrize("case", PAGES, ids=str)
def test_a_page_has_no_barriers_in_either_theme_and_fits_a_telephone(look_at, case):
    look = look_at(case)

    assert_all_is_well(look)


# --- what only the demo has, and what is too large ------------------------------------------------


@pytest.fixture
def demo_doors(world, tmp_path):
    """The demo's one-click roles and its mailbox with one mail."""
    office = world.people["office"]
    row = {"role": "Geschäftsstelle", "login": office.email, "user_id": office.pk, "password": "x"}
    (tmp_path / "demo-logins.json").write_text(json.dumps([row]))
    mail = EmailMessage()
    mail["To"], mail["Subject"] = "ansprechperson@kommune.example", "Einladung"
    mail["Date"] = "Mon, 02 Nov 2026 09:00:00 +0100"
    mail.set_content("Guten Tag,\n\nhttps://portal.example/einladung/x/")
    mailbox.Maildir(tmp_path / "mailbox").add(mail)
    with override_settings(DEMO=True, STATE_DIR=tmp_path, ROOT_URLCONF="tests.browser.demo_urls"):
        yield


@pytest.mark.parametrize("case", DEMO, ids=str)
def test_the_doors_of_the_demo_have_no_barriers(demo_doors, look_at, case):
    look = look_at(case)

    assert look.page.get_by_text("Geschäftsstelle").or_(look.page.get_by_text("Einladung")).count()
    assert_all_is_well(look)


def test_a_request_beyond_every_limit_is_told_so_without_barriers(look_at):
    case = Case("413.html", "office", "audits:document_add_free kornwestheim", acts.send, 413)

    with override_settings(REQUEST_MAX_BYTES=100):
        look = look_at(case)

    assert look.page.title() == "Die Datei ist zu groß – Auditportal"
    assert look.violations("light") == []


# --- the list is whole ----------------------------------------------------------------------------


def page_templates() -> set[str]:
    """Everything that extends base.html, straight or by way of another, but is itself no base."""
    parents = {}
    for path in TEMPLATES.rglob("*.html"):
        found = EXTENDS.match(path.read_text())
        if found:
            parents[path.relative_to(TEMPLATES).as_posix()] = found[1]
    return set(parents) - set(parents.values()) - {"allauth/layouts/base.html"}


def test_every_page_template_is_looked_at():
    looked_at = {case.template for case in (*PAGES, *DEMO)} | ELSEWHERE

    assert looked_at == page_templates()
