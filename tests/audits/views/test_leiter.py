"""The ladder of an organisation: rungs reached, what the next one needs, and until when."""

import datetime as dt

import pytest
from django.urls import reverse

from auditportal import clock
from auditportal.models import Role
from audits.gates import rung
from audits.models import Award, AwardState
from audits.pages import leiter
from tests.audits.counting import questions
from tests.factories.audits import (
    a_cycle,
    a_traeger,
    a_version,
    an_organisation,
    member_of,
    turned,
)

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = "FGK-K", "FGK-BIL", "FGK-DAUER"


@pytest.fixture
def owner():
    """A Träger with the whole ladder, in its newest versions."""
    owner = a_traeger()
    for code, number in ((FIRST, 2), (SECOND, 1), (THIRD, 1)):
        a_version(number, owner, code=code)
    return owner


@pytest.fixture
def office(owner):
    return member_of(owner, Role.OFFICE)


def awarded(owner, begins: dt.date, code=FIRST):
    """A cycle whose award began to hold on this day."""
    with clock.stopped_at(dt.datetime.combine(begins, dt.time(10), clock.ZONE)):
        return a_cycle("umsetzung", a_version(2, owner, code=code))


def organisation_of(cycle):
    return cycle.parties.get().organisation


def rungs(organisation, user):
    return [rung for ladder in leiter.ladders(organisation, user) for rung in ladder]


def url(organisation):
    return reverse("audits:leiter_detail", args=[organisation.pk])


def years_ago(number):
    return clock.months_after(clock.today(), -12 * number)


# --- what is reached, what is next --------------------------------------------------------------


def test_rungs_stand_in_the_order_in_which_they_follow_each_other(owner, office):
    organisation = organisation_of(awarded(owner, years_ago(1)))

    found = rungs(organisation, office)

    assert [rung.version.verfahren.code for rung in found] == [FIRST, SECOND, THIRD]
    assert [rung.is_reached for rung in found] == [True, False, False]
    assert [rung.is_next for rung in found] == [False, True, False]


def test_the_next_rung_says_when_it_must_begin_at_the_latest(owner, office):
    cycle = awarded(owner, years_ago(1))
    valid_to = cycle.awards.get().valid_to

    second = rungs(organisation_of(cycle), office)[1]

    assert second.below.valid_to == valid_to
    assert second.latest_start == clock.months_after(valid_to, -18)
    assert second.gap_days == 0


def test_a_gap_is_told_in_days_once_it_is_too_late(client, owner, office):
    cycle = awarded(owner, years_ago(3))
    valid_to = cycle.awards.get().valid_to
    client.force_login(office)

    second = rungs(organisation_of(cycle), office)[1]
    page = client.get(url(organisation_of(cycle))).text

    expected = (clock.months_after(clock.today(), 18) - valid_to).days
    assert second.gap_days == expected > 500
    assert f"Voraussichtlich {expected} Tage ohne gültige Stufe, wenn es heute beginnt" in page


def test_a_gap_that_was_is_told_beside_the_rung_that_ended_it(client, owner, office):
    cycle = awarded(owner, years_ago(6))
    first, second = cycle.awards.get(), a_cycle("beschluss", a_version(1, owner, code=SECOND))
    second.parties.update(organisation=organisation_of(cycle))
    begins = first.valid_to + dt.timedelta(days=101)
    Award.objects.create(
        cycle=second,
        run=second.open_run,
        number="T-2",
        title="Zweite Stufe",
        valid_from=begins,
        awarded_on=begins,
        awarded_by=office,
    )
    client.force_login(office)

    assert rungs(organisation_of(cycle), office)[1].past_gap_days == 100
    page = client.get(url(organisation_of(cycle))).text
    assert "Davor lagen 100 Tage ohne gültige Stufe." in page


def test_a_cycle_that_runs_already_counts_from_its_beginning(owner, office):
    cycle = awarded(owner, years_ago(3))
    second = a_cycle("bestandsaufnahme", a_version(1, owner, code=SECOND))
    second.parties.update(organisation=organisation_of(cycle))
    type(second).objects.filter(pk=second.pk).update(
        began_on=clock.months_after(clock.today(), -12)
    )

    rung = rungs(organisation_of(cycle), office)[1]

    expected = clock.months_after(clock.months_after(clock.today(), -12), 18)
    assert rung.running == [second]
    assert rung.gap_days == (expected - cycle.awards.get().valid_to).days
    assert not rung.is_next


@pytest.mark.parametrize(
    ("state", "word"),
    [(AwardState.SUSPENDED, "Ruhend"), (AwardState.WITHDRAWN, "Entzogen")],
)
def test_what_rests_or_was_withdrawn_is_told_with_day_and_reason(
    state, word, client, owner, office
):
    cycle = awarded(owner, years_ago(1))
    turned(Award.objects.get(cycle=cycle), state, "Kein Bericht.")
    client.force_login(office)

    page = client.get(url(organisation_of(cycle))).text

    assert word in page
    assert f"seit {clock.today():%d.%m.%Y}: Kein Bericht." in page
    first, second, _ = rungs(organisation_of(cycle), office)
    withdrawn = state == AwardState.WITHDRAWN
    assert first.is_reached is not withdrawn
    assert second.is_next is not withdrawn


def test_what_has_run_out_is_told(client, owner, office):
    cycle = awarded(owner, years_ago(4))
    client.force_login(office)

    assert "Abgelaufen" in client.get(url(organisation_of(cycle))).text


def test_rungs_for_other_kinds_of_organisations_are_left_out(owner, office):
    a_version(1, owner, code="FGK-KR")
    organisation = organisation_of(awarded(owner, years_ago(1)))

    codes = [rung.version.verfahren.code for rung in rungs(organisation, office)]

    assert "FGK-KR" not in codes


def test_a_procedure_that_stands_alone_is_shown_once_it_is_begun(owner, office):
    alone = a_version(2, owner, code="GWQ")
    organisation = an_organisation()
    assert len(leiter.ladders(organisation, office)) == 1

    cycle = a_cycle(alone.way[0].code, alone)
    cycle.parties.filter(side="kommune").update(organisation=organisation)

    assert [len(ladder) for ladder in leiter.ladders(organisation, office)] == [3, 1]


def test_templates_that_follow_each_other_in_a_circle_do_no_harm(owner, office, monkeypatch):
    organisation = organisation_of(awarded(owner, years_ago(1)))
    real = leiter._newest

    def circled(*about):
        found = real(*about)
        for newest in found:
            newest[FIRST].follows = [THIRD]
        return found

    monkeypatch.setattr(leiter, "_newest", circled)

    assert sorted(rung.version.verfahren.code for rung in rungs(organisation, office)) == [
        SECOND,
        THIRD,
        FIRST,
    ]


def test_one_award_and_all_of_them_lead_to_the_same_rungs(owner):
    cycle = awarded(owner, years_ago(1))
    (award,) = cycle.awards.all()
    versions = [a_version(1, owner, code=code) for code in (SECOND, THIRD)]

    asked = {one: rung.predecessors(organisation_of(cycle), one).exists() for one in versions}

    assert asked == {one: rung.leads_to(award, one) for one in versions}
    assert list(asked.values()) == [True, False]


# --- who sees what ------------------------------------------------------------------------------


def test_another_traeger_sees_the_organisation_but_not_its_awards(client, owner):
    cycle = awarded(owner, years_ago(1))
    other = a_traeger()
    a_version(2, other)
    client.force_login(member_of(other, Role.DIRECTOR))

    answer = client.get(url(organisation_of(cycle)))

    assert answer.status_code == 200
    assert cycle.awards.get().title not in answer.text.replace("Stufenleiter", "")
    assert "verliehen am" not in answer.text


def test_the_people_of_the_organisation_see_the_awards_of_every_traeger(owner):
    cycle = awarded(owner, years_ago(1))
    organisation = organisation_of(cycle)
    elsewhere = a_cycle("umsetzung", a_version(2, a_traeger()))
    elsewhere.parties.update(organisation=organisation)
    reader = member_of(organisation)

    reached = [rung for rung in rungs(organisation, reader) if rung.is_reached]

    owners = {award.cycle.owner for rung in reached for award, _ in rung.awards}
    assert owners == {owner, elsewhere.owner}
    assert all(len(rung.awards) == 1 for rung in reached)


def test_strangers_find_nothing(client, owner):
    cycle = awarded(owner, years_ago(1))
    client.force_login(member_of(an_organisation(), Role.SIGNATORY))

    assert client.get(url(organisation_of(cycle))).status_code == 404


def test_there_is_nothing_to_post(client, owner, office):
    client.force_login(office)

    assert client.post(url(an_organisation())).status_code == 405


# --- the page -----------------------------------------------------------------------------------


def test_the_page_of_the_organisation_takes_the_ladder_in(client, owner, office):
    organisation = organisation_of(awarded(owner, years_ago(1)))
    client.force_login(office)

    page = client.get(organisation.get_absolute_url()).text
    part = client.get(url(organisation), HTTP_HX_REQUEST="true").text

    assert f'hx-get="{url(organisation)}"' in page
    assert f'href="{url(organisation)}"' in page
    assert part.lstrip().startswith('<h2 id="leiter">')
    assert "Beginnen Sie spätestens am" in part


def test_a_partner_has_no_ladder(client, office):
    partner = an_organisation("partner")
    client.force_login(office)

    assert "Stufenleiter" not in client.get(partner.get_absolute_url()).text


def test_more_awards_cost_no_more_questions(client, owner, office):
    cycle = awarded(owner, years_ago(1))
    client.force_login(office)
    client.get(url(organisation_of(cycle)))
    before = questions(client, url(organisation_of(cycle)))
    for years in (4, 7):
        earlier = awarded(owner, years_ago(years))
        type(earlier).objects.filter(pk=earlier.pk).update(
            ended_on=clock.today(), outcome="completed"
        )
        earlier.parties.update(organisation=organisation_of(cycle), is_running=False)

    assert questions(client, url(organisation_of(cycle))) == before
