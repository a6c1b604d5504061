"""Somebody with a real browser: what the browser complains about on the way is written down."""

import re

from django.conf import settings
from django.test import Client

# An answer 4xx is a subject of tests, which look at it themselves; the browser reports each.
REFUSED = re.compile(r"the server responded with a status of 4\d\d")


class Visitor:
    """One browser context (cookies, theme, width) with its page."""

    def __init__(self, browser, base_url, *, user=None, theme="light", width=1280, scripts=True):
        self.base_url = base_url
        self.problems: list[str] = []
        self.context = browser.new_context(
            base_url=base_url,
            color_scheme=theme,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale="de-DE",
            timezone_id="Europe/Berlin",
        )
        self.context.on("console", self.hear)
        self.context.on("weberror", lambda error: self.problems.append(str(error.error)))
        self.page = self.context.new_page()
        if user:
            self.log_in(user)

    def hear(self, message) -> None:
        """Errors on the console; violations of the CSP are among them."""
        if message.type == "error" and not REFUSED.search(message.text):
            self.problems.append(message.text)

    def log_in(self, user) -> None:
        """By a session, without the form; the form has tests of its own."""
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": self.base_url}
        self.context.add_cookies([cookie])

    def goto(self, path: str):
        """Opens the page and answers with its response (`.status`)."""
        return self.page.goto(path, wait_until="load")
