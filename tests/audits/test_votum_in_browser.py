"""A Votum saves itself while one writes, and two windows of one person lose nothing."""

import re

import pytest
from django.urls import reverse

from audits.models import Statement, Votum
from tests.audits.judging import submitted
from tests.factories.audits import a_cycle, cast_of

SAVED = re.compile(r"^\s*Gespeichert\s+\d")
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def begutachtung(live_portal):
    cycle = a_cycle("einreichung")
    begutachtung = submitted(cycle, cast_of(cycle))
    begutachtung.assessor = cycle.berufungen.assessors().first().user
    return begutachtung


@pytest.fixture
def url(begutachtung):
    return reverse("audits:votum_write", args=[begutachtung.pk])


def test_a_votum_saves_itself_and_leads_on_to_the_signature(visit, live_portal, begutachtung, url):
    visitor = visit(live_portal, begutachtung.assessor)
    visitor.goto(url)

    visitor.page.get_by_label("Positiv", exact=True).check()
    visitor.page.get_by_label("Zusammenfassung").fill("Überzeugt.")
    for text in visitor.page.locator("textarea[name^=feld-]").all():
        text.fill("Gut gemacht.")
    visitor.page.get_by_text(SAVED).wait_for()
    visitor.page.get_by_role("button", name="Prüfen und zeichnen").click()
    visitor.page.get_by_role("heading", name="Votum prüfen und zeichnen").wait_for()
    visitor.page.get_by_role("button", name="Votum zeichnen").click()
    visitor.page.get_by_text("Ihr Votum ist gezeichnet. Danke.").wait_for()

    votum = Votum.objects.get()
    assert (votum.judgement, votum.summary, votum.is_signed) == ("positive", "Überzeugt.", True)
    assert set(Statement.objects.values_list("text", flat=True)) == {"Gut gemacht."}


def test_two_windows_show_both_texts_and_keep_the_chosen(visit, live_portal, begutachtung, url):
    first = visit(live_portal, begutachtung.assessor)
    second = visit(live_portal, begutachtung.assessor)
    first.goto(url)
    second.goto(url)
    first.page.get_by_label("Zusammenfassung").fill("Aus dem ersten Fenster.")
    first.page.get_by_text(SAVED).wait_for()

    second.page.get_by_label("Zusammenfassung").fill("Aus dem zweiten Fenster.")
    conflict = second.page.get_by_role("alert")
    conflict.get_by_text("Aus dem ersten Fenster.").wait_for()
    second.page.get_by_role("button", name="Meine Angaben speichern").click()
    second.page.get_by_text(SAVED).wait_for()

    assert Votum.objects.get().summary == "Aus dem zweiten Fenster."


def test_the_whole_of_it_works_without_javascript(visit, live_portal, begutachtung, url):
    visitor = visit(live_portal, begutachtung.assessor, scripts=False)
    visitor.goto(url)

    visitor.page.get_by_label("Zusammenfassung").fill("Ohne Skripte.")
    visitor.page.get_by_role("button", name="Speichern", exact=True).click()
    visitor.page.get_by_text("Ihr Votum ist gespeichert.").wait_for()

    assert Votum.objects.get().summary == "Ohne Skripte."
