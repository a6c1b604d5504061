"""What people do to get a page that no address alone leads to."""

import re
from tempfile import NamedTemporaryFile

from playwright.sync_api import Page

from auditportal import clock
from tests.browser.world import World


def send(page: Page, world: World) -> None:
    """The form as it stands, with nothing filled in."""
    with page.expect_navigation():
        page.locator("main form[method=post] button.kern-btn--primary").last.click()


def end_a_goal_alone(page: Page, world: World) -> None:
    """The goal is balanced, but a measure of it goes on."""
    feld = page.locator("#hf3")
    feld.locator("input[name^=ziel-][value=balanced]").first.check()
    feld.locator("input[name^=massnahme-][value=continued]").first.check()
    with page.expect_navigation():
        feld.get_by_role("button", name="Bilanz speichern").click()


def ask_for_a_code(page: Page, world: World) -> None:
    page.get_by_label("E-Mail-Adresse").fill("niemand@kommune.example")
    send(page, world)


def choose_organisation(page: Page, world: World) -> None:
    page.get_by_label("Teilnehmende Organisation").select_option(label="Aachen")
    page.get_by_label("Verfahren und Version").select_option(label=str(world.things["version"]))
    with page.expect_navigation():
        page.get_by_role("button", name="Weiter").click()


def choose_and_send(page: Page, world: World) -> None:
    choose_organisation(page, world)
    page.get_by_label("Kontakt vor Ort").select_option(label="neuer Kontakt")
    send(page, world)


def empty_name(page: Page, world: World) -> None:
    page.get_by_label("Name").fill("")
    send(page, world)


def appoint_nobody(page: Page, world: World) -> None:
    page.locator("summary", has_text="Auditor").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Berufen: Auditor").click()


def write_too_much(page: Page, world: World) -> None:
    """More than the field itself would let through."""
    text = page.locator("textarea").first
    text.evaluate("field => field.removeAttribute('maxlength')")
    text.fill("x" * 20_001)
    page.get_by_role("button", name=re.compile("^(Alle )?Texte speichern$")).click()
    page.locator("[data-error-summary]").wait_for()


def late_without_reason(page: Page, world: World) -> None:
    page.get_by_label("Stand").select_option(label="Verzögert")
    page.get_by_text("Nennen Sie den Grund für „Verzögert“.").wait_for()


def bring_21_mb(page: Page, world: World) -> None:
    """As it goes where no script looks at the size first."""
    page.evaluate("document.querySelector('[data-max-bytes]').removeAttribute('data-max-bytes')")
    page.get_by_label("Titel").fill("Anlage")
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.truncate(21 * 1024 * 1024)
        page.get_by_label("Datei").set_input_files(file.name)
        send(page, world)


def lose_the_token(page: Page, world: World) -> None:
    page.evaluate(
        "document.querySelector('main [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)"
    )
    send(page, world)


def post(page: Page, address: str, **fields) -> None:
    """A form that this page no longer shows, sent all the same: from another tab, or twice."""
    with page.expect_navigation():
        page.evaluate(
            """([address, fields]) => {
                const form = Object.assign(document.createElement("form"), {method: "post"});
                form.action = address;
                const token = document.querySelector("meta[name=csrf-token]").content;
                fields.csrfmiddlewaretoken = token;
                for (const [name, value] of Object.entries(fields))
                    form.append(Object.assign(document.createElement("input"), {name, value}));
                document.body.append(form);
                form.submit();
            }""",
            [address, fields],
        )


def advance_twice(page: Page, world: World) -> None:
    left = world.things["kornwestheim"].runs.exclude(left_on=None).first()
    post(page, world.address(f"audits:run_advance {left.pk}"))


def overwrite_votum(page: Page, world: World) -> None:
    begutachtung = world.things["begutachtung"]
    felder = begutachtung.cycle.felder
    texts = {f"feld-{feld.pk}": "Anders." for feld in felder}
    post(page, page.url, version="0", judgement="negative", summary="Anders.", **texts)


def overwrite_goal(page: Page, world: World) -> None:
    post(page, page.url, version="0", title="Anders", description="")


def overwrite_entry(page: Page, world: World) -> None:
    post(page, page.url, version="0", progress="done", text="Anders.")


def overwrite_text(page: Page, world: World) -> None:
    post(page, world.address("audits:jahresbericht_summary report"), version="7", summary="Neu.")


def overwrite_event(page: Page, world: World) -> None:
    given = {"title": "Anders", "day": "2030-01-02", "place": "Aula", "agenda": ""}
    post(page, page.url, version="7", starts_at="", ends_at="", **given)


def empty_field(page: Page, world: World) -> None:
    page.locator("main input[type=text]").first.fill("")
    send(page, world)


def write_html(page: Page, world: World) -> None:
    page.locator("main textarea").first.fill("<b>Fett</b>")
    send(page, world)


def overwrite_head(page: Page, world: World) -> None:
    head = world.things["draft"].data["verfahren"]
    post(page, page.url, version="0", of="", code="X", name="Anders", number=head["version"])


def cross_lines(page: Page, world: World) -> None:
    page.get_by_label("Umriss als Text").fill(
        '{"type": "Polygon", "coordinates": [[[7, 51], [8, 52], [8, 51], [7, 52], [7, 51]]]}'
    )
    send(page, world)


def fill_in_a_vermerk(page: Page, world: World) -> None:
    page.get_by_label("Geschehen am").fill(f"{clock.today():%Y-%m-%d}")
    send(page, world)


def refuse_with_yes(page: Page, world: World) -> None:
    """A Beschluss whose figures say something else than its result."""
    page.get_by_label("Sitzung am").first.fill(f"{clock.today():%Y-%m-%d}")
    page.get_by_label("abgelehnt").check()
    for label, figure in (("Ja", "31"), ("Nein", "4"), ("Enthaltung", "0")):
        page.get_by_label(label, exact=False).first.fill(figure)
    send(page, world)


def say_why(page: Page, world: World) -> None:
    page.get_by_label("Grund der Berichtigung").fill("Aus Versehen abgeschlossen.")
    send(page, world)


def not_sure(page: Page, world: World) -> None:
    refuse_with_yes(page, world)
    with page.expect_navigation():
        page.get_by_role("button", name="Beschluss verbindlich eintragen").click()
