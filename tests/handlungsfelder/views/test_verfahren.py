"""What everybody may read about a published version, without a login."""

import re

import pytest
from django.urls import reverse

from auditportal.models import Role
from handlungsfelder.actions import verfahren
from handlungsfelder.models import PhaseHelp, Verfahren
from handlungsfelder.template import FOLDER, read
from tests.audits.counting import questions
from tests.factories.audits import a_cycle, a_traeger, a_version, cast_of, member_of

pytestmark = pytest.mark.django_db
LIST = "/verfahren/"


def url(version):
    return reverse("handlungsfelder:verfahren_detail", args=[version.pk])


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_version_explains_itself_to_strangers(path, client):
    template = read(path)
    version = a_version(template.number, a_traeger(), code=template.code)

    page = client.get(url(version))

    assert page.status_code == 200
    steps = re.search(r'<ol class="way-steps">.*?</ol>', page.text, re.S)[0]
    names = re.findall(r"<h3>(.*?)</h3>", steps)
    assert names == [phase.name for phase in template.phases]
    assert all(str(feld) in page.text for feld in version.felder)
    assert all(side["label"] in page.text for side in version.sides)


def test_what_stands_at_the_end_is_said_in_the_words_of_the_version(client):
    version = a_version()

    page = client.get(url(version)).text

    assert f"{version.words['certificate']} „{version.certificate_title}“" in page
    assert "36 Monate" in page
    assert "nach 12, 24 und 36 Monaten" in page


def test_a_version_that_awards_nothing_says_so(client):
    version = a_version(1, a_traeger(), code="DAKS")

    page = client.get(url(version)).text

    assert "Demografiestrategie, ohne Verleihung" in page
    assert "Gültigkeit" not in page


def test_the_ladder_leads_up_and_down_within_one_traeger(client):
    owner = a_traeger()
    first = a_version(2, owner)
    second = a_version(1, owner, code="FGK-BIL")
    a_version(1, a_traeger(), code="FGK-DAUER")

    above, below = client.get(url(first)).text, client.get(url(second)).text

    assert f'<dt>Danach möglich</dt><dd><a href="{url(second)}">' in above
    assert f'<a href="{url(first)}">' in below
    assert "spätestens 18 Monate, bevor die Stufe davor endet" in below
    assert "Danach möglich" not in below


def test_help_texts_are_shown_as_they_are_now(client):
    version = a_version()
    client.get(url(version))
    PhaseHelp.objects.filter(phase__version=version).update(text="Ganz neu erklärt.")

    assert client.get(url(version)).text.count("Ganz neu erklärt.") == len(version.way)


def test_what_is_not_published_is_not_there(client):
    owner = a_traeger()
    version = verfahren.enter(
        owner=owner, template=read(FOLDER / "fgk-k-2.toml"), by=member_of(owner, Role.OFFICE)
    )

    assert client.get(url(version)).status_code == 404
    assert str(owner) not in client.get(LIST).text


def test_the_list_names_each_verfahren_once_with_its_newest_version_first(client):
    owner = a_traeger()
    old, new = (a_version(number, owner) for number in (1, 2))

    page = client.get(LIST).text

    assert page.index(url(new)) < page.index(url(old))
    card = page[page.index(str(owner)) :]
    assert "Früher:" in card[: card.index("</li>")]


def test_the_list_has_pages_of_twenty(client):
    owner = a_traeger()
    template = read(FOLDER / "fgk-k-2.toml")
    version = a_version(owner=owner)
    rows = [Verfahren(owner=owner, code=f"V{n}", name=f"Verfahren {n}") for n in range(25)]
    Verfahren.objects.bulk_create(rows)
    for row in rows:
        row.versions.create(
            number=1,
            label=template.label,
            words=template.words,
            published_at=version.published_at,
            published_by=version.published_by,
        )

    page = client.get(LIST)

    assert len(page.context["page"].object_list) == 20
    assert page.text.count('<li class="portal-card">') == 20


def test_more_versions_cost_the_list_no_more_questions(client):
    a_version()
    before = questions(client, LIST)
    owner = a_traeger()
    for number in (1, 2):
        a_version(number, owner)

    assert questions(client, LIST) == before


def test_what_is_published_is_asked_for_once_only(client):
    version = a_version()
    client.get(url(version))

    assert questions(client, url(version)) <= 4


def test_there_is_nothing_to_post(client):
    assert client.post(LIST).status_code == 405
    assert client.post(url(a_version())).status_code == 405


def test_a_cycle_leads_to_the_explanation_of_its_version(client):
    cycle = a_cycle()
    client.force_login(cast_of(cycle).reader)

    assert f'href="{url(cycle.version)}"' in client.get(cycle.get_absolute_url()).text
