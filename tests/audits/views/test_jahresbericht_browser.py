"""Writing a yearly report in a real browser: rows that open, save themselves and close."""

import re

import pytest

from audits.models import ReportEntry
from tests.audits.reporting import enter, measures_of, report_of
from tests.factories.audits import a_cycle, cast_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def opened(page):
    """The first row as a form, which alone has these two fields."""
    page.get_by_role("link", name="Eintragen").first.click()
    form = page.locator(".report-entry")
    form.wait_for()
    return form


def saved(page):
    now = re.compile(r"^Gespeichert \d\d:\d\d")  # and not „Noch nicht gespeichert“
    page.locator(".report-entry [role=status] span", has_text=now).wait_for()


def test_a_row_opens_saves_itself_and_closes(live_portal, visit):
    cycle = a_cycle(at="umsetzung")
    cast, report = cast_of(cycle), report_of(cycle)
    page = visit(live_portal, cast.editor).page
    page.goto(report.get_absolute_url())

    form = opened(page)
    form.get_by_label("Stand").select_option("Verzögert")
    form.get_by_text("Nennen Sie den Grund für „Verzögert“.").wait_for()
    page.get_by_label("Was geschehen ist").fill("Die Firma fehlt.")
    saved(page)
    page.get_by_label("Was geschehen ist").fill("Die Firma fehlt bis Mai.")
    page.get_by_role("button", name="Speichern und schließen").click()
    page.get_by_text("1 von 6 Maßnahmen eingetragen").wait_for()

    entry = ReportEntry.objects.get()
    assert (entry.progress, entry.text) == ("late", "Die Firma fehlt bis Mai.")
    row = page.locator(f"#m{entry.measure_id}")
    assert "Die Firma fehlt bis Mai." in row.inner_text()
    assert row.get_by_role("link", name="Ändern").is_visible()


def test_two_people_in_one_row_see_both_texts(live_portal, visit):
    cycle = a_cycle(at="umsetzung")
    cast, report = cast_of(cycle), report_of(cycle)
    page = visit(live_portal, cast.editor).page
    page.goto(report.get_absolute_url())
    form = opened(page)
    enter(report, measures_of(cycle)[0], cast.signatory, text="Zuerst gespeichert.")

    form.get_by_label("Stand").select_option("In Umsetzung")
    page.get_by_text("Das wurde inzwischen geändert").wait_for()

    assert page.get_by_text("Zuerst gespeichert.").is_visible()
    page.get_by_label("Was geschehen ist").fill("Gleichzeitig geschrieben.")
    page.get_by_role("button", name="Meine Angaben speichern").click()
    saved(page)
    assert ReportEntry.objects.get().text == "Gleichzeitig geschrieben."


def test_the_whole_report_is_written_without_javascript(live_portal, visit):
    cycle = a_cycle(at="umsetzung")
    cast, report = cast_of(cycle), report_of(cycle)
    page = visit(live_portal, cast.editor, scripts=False).page
    page.goto(report.get_absolute_url())

    page.get_by_role("link", name="Eintragen").first.click()
    for _ in range(6):
        page.get_by_label("Stand").select_option("In Umsetzung")
        page.get_by_role("button", name="Speichern und zur nächsten").click()
    page.get_by_role("link", name="Prüfen und einreichen").click()
    page.get_by_role("button", name="Verbindlich einreichen").click()

    assert page.get_by_text("Eingereicht: Jahresbericht 1.").is_visible()
