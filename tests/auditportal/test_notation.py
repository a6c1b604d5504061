import datetime as dt
from decimal import Decimal

import pytest
from django.template import Context, Template

from auditportal import notation
from auditportal.verdict import WHEN, because

DAY = dt.date(2027, 12, 31)


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "words"),
    [
        (DAY, DAY, "31.12.2027 bis 31.12.2027"),
        (DAY, None, "ab 31.12.2027"),
        (None, DAY, "bis 31.12.2027"),
        (None, None, ""),
    ],
)
def test_two_days_read_as_a_span_of_what_there_is(begins_on, ends_on, words):
    assert notation.span(begins_on, ends_on) == words


def test_a_moment_has_the_day_and_hour_of_a_calendar_in_germany():
    late = dt.datetime(2027, 12, 31, 23, 30, tzinfo=dt.UTC)

    assert notation.day(late) == "01.01.2028"
    assert notation.hour(late) == "00:30"
    assert notation.moment(late) == "01.01.2028, 00:30"


def test_amounts_show_cents_only_where_there_are_any():
    assert notation.money(Decimal("12500.00")) == "12.500 €"
    assert notation.money(Decimal("12500.50")) == "12.500,50 €"
    assert notation.number(Decimal("17.50")) == "17,5"


def test_nothing_reads_as_nothing():
    writers = (notation.day, notation.hour, notation.moment, notation.money)

    assert [write(None) for write in writers] == ["", "", "", ""]


def test_every_template_writes_them_the_same_way():
    template = Template("{{ day|day }} {{ moment|moment }} {{ amount|money }} {{ amount|number }}")
    moment = dt.datetime(2027, 6, 1, 10, tzinfo=dt.UTC)
    context = {"day": DAY, "moment": moment, "amount": Decimal(1000)}

    assert template.render(Context(context)) == "31.12.2027 01.06.2027, 12:00 1.000 € 1.000"


def test_one_is_counted_in_the_singular():
    assert [notation.counted(n, "Eintrag", "Einträge") for n in (0, 1, 2, 12_000)] == [
        "0 Einträge",
        "1 Eintrag",
        "2 Einträge",
        "12.000 Einträge",
    ]
    assert Template('{{ 1|counted:"Phase,Phasen" }}').render(Context()) == "1 Phase"


def test_a_sentence_that_ends_with_an_abbreviation_has_one_point():
    assert notation.sentence("Betreut von: Musterland e. V..") == "Betreut von: Musterland e. V."
    assert notation.sentence("Und so weiter...") == "Und so weiter..."
    assert str(because(WHEN, "Es fehlt: Musterland e. V..")) == "Es fehlt: Musterland e. V."


def test_a_text_that_is_too_long_is_cut_between_words_and_says_so():
    assert notation.shortened("Frist seit 202 Tagen", 20) == "Frist seit 202 Tagen"
    assert notation.shortened("Frist seit 2026 überschritten", 18) == "Frist seit 2026 …"
    assert notation.shortened("x" * 30, 10) == "xxxxxxxx …"
