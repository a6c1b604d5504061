"""Somebody at the portal: finds what is to be done on the start page, reads, types and clicks."""

import re

from playwright.sync_api import Page, expect

PAPER = {"mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%Ein Muster.\n%%EOF\n"}

expect.set_options(timeout=20_000)  # a loaded machine is slow, and nobody waits for success


class Person:
    """A visitor who goes by the words that stand on the page, not by addresses or ids."""

    def __init__(self, page: Page):
        self.page = page

    def take_up(self, task: str) -> None:
        """The start page names what is to be done, and leads there."""
        self.page.goto("/")
        self.page.get_by_role("region", name="Ihre Aufgaben").get_by_role("link", name=task).click()

    def follow(self, link: str) -> None:
        self.page.get_by_role("link", name=link, exact=True).first.click()

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def field(self, label: str):
        """The first with this label, whether or not it says that the field may stay empty."""
        found = self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s+\(optional\))?\s*$"))
        return found.first

    def fill(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        self.field(label).select_option(label=option)

    def mark(self, choice: str) -> None:
        """The first radio button or checkbox whose words begin like this."""
        self.page.get_by_label(re.compile(rf"^\s*{re.escape(choice)}")).first.check()

    def upload(self, label: str, name: str) -> None:
        self.field(label).set_input_files({"name": name} | PAPER)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def is_saved(self, form) -> None:
        """What was typed there has saved itself, to the last letter."""
        expect(self.page.locator("[data-unsaved]")).to_have_count(0)
        expect(form.get_by_role("status")).to_contain_text(re.compile(r"^\s*Gespeichert\s+\d"))
