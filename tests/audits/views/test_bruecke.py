"""The pages of the bridge: from where, what comes over, what does not."""

import pytest
from django.urls import reverse

from auditportal.models import Role
from audits.models import Goal
from tests.audits.actions.test_bruecke import editor, main_of, source, target  # noqa: F401
from tests.factories.audits import member_of

pytestmark = pytest.mark.django_db


def page(target, *more, name="bruecke_list"):  # noqa: F811
    return reverse(f"audits:{name}", args=[target.pk, *more])


def test_the_goal_list_leads_there_where_there_is_anything(client, source, target, editor):  # noqa: F811
    client.force_login(editor)

    response = client.get(page(target, name="goal_list"))
    own = client.get(page(source, name="goal_list"))

    assert page(target) in response.text
    assert page(source) not in own.text


def test_it_is_shown_before_and_after(client, source, target, editor):  # noqa: F811
    client.force_login(editor)
    detail = page(target, source.pk, name="bruecke_detail")

    assert detail in client.get(page(target)).text
    before = client.get(detail).text
    after = client.post(detail, follow=True).text

    assert "Das wird übernommen" in before
    assert "Netz für alle" in before
    assert "Schon übernommen" in after
    assert "Das wird übernommen" not in after
    assert "Netz für alle" in after
    assert Goal.objects.get(cycle=target).title == "Mehr Wohnraum"
    assert client.post(detail).status_code == 409


def test_what_one_does_not_see_is_no_source(client, source, target, editor):  # noqa: F811
    office = member_of(target.owner, Role.OFFICE)
    client.force_login(office)

    assert str(source.version.verfahren) not in client.get(page(target)).text
    url = page(target, source.pk, name="bruecke_detail")
    assert client.get(url).status_code == 404


def test_readers_take_nothing_over(client, source, target):  # noqa: F811
    client.force_login(member_of(main_of(source), Role.READER))
    detail = page(target, source.pk, name="bruecke_detail")

    assert client.get(page(target)).status_code == 403
    assert client.post(detail).status_code == 403
    assert client.put(detail).status_code == 405


def test_the_pages_ask_few_questions(
    client,
    source,  # noqa: F811
    target,  # noqa: F811
    editor,  # noqa: F811
    django_assert_max_num_queries,
):
    client.force_login(editor)

    with django_assert_max_num_queries(24):
        client.get(page(target, source.pk, name="bruecke_detail"))
