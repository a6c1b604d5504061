"""What the other tests build on tells the truth: the browser complains, mails arrive."""

import pytest
from django.core.mail import EmailMessage


@pytest.mark.browser
def test_a_visitor_sees_a_page_with_its_styles_and_without_a_complaint(live_portal, visit):
    visitor = visit(live_portal)
    response = visitor.goto("/impressum/")
    display = "getComputedStyle(document.querySelector('.portal-width')).maxWidth"

    assert response.status == 200
    assert visitor.page.evaluate(display) != "none"
    assert visitor.problems == []


@pytest.mark.browser
def test_a_violation_of_the_security_policy_is_written_down(live_portal, visit):
    visitor = visit(live_portal)
    visitor.goto("/impressum/")
    visitor.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
    )
    visitor.page.wait_for_timeout(100)
    problems = [problem for problem in visitor.problems if "Content Security Policy" in problem]
    visitor.problems.clear()

    assert len(problems) == 1


@pytest.mark.browser
def test_an_error_of_a_script_is_written_down(live_portal, visit):
    visitor = visit(live_portal)
    visitor.goto("/impressum/")
    visitor.page.evaluate("setTimeout(() => { throw new Error('broken') })")
    visitor.page.wait_for_timeout(100)
    problems = list(visitor.problems)
    visitor.problems.clear()

    assert [problem for problem in problems if "broken" in problem] != []


@pytest.mark.browser
def test_a_visitor_without_scripts_in_the_dark_on_a_phone(live_portal, visit):
    visitor = visit(live_portal, theme="dark", width=320, scripts=False)
    visitor.goto("/impressum/")

    assert visitor.page.viewport_size["width"] == 320
    assert visitor.problems == []


def test_a_mail_goes_over_a_real_server(smtp):
    EmailMessage("Betreff", "Grüße", "von@verein.example", ["an@kommune.example"]).send()

    (mail,) = smtp.to("an@kommune.example")
    assert mail["Subject"] == "Betreff"
    assert "Grüße" in mail.get_content()
