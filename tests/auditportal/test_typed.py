"""Days, periods and numbers as people type them."""

import datetime as dt
from collections.abc import Iterator
from importlib import import_module

import pytest
from django import forms
from django.db import IntegrityError, connection

from auditportal import checks, clock
from auditportal.forms.day import Day, check_period
from auditportal.forms.euro import EuroField
from auditportal.forms.number import WholeNumber, is_percent
from auditportal.models import Organisation, OrganisationKind
from tests.test_house_rules import sources


class Days(forms.Form):
    begins_on = Day(label="Beginn", required=False)
    ends_on = Day(label="Abschluss", required=False)
    same = True

    def clean(self):
        check_period(self, "begins_on", "ends_on", same=self.same)
        return super().clean()


class Times(Days):
    same = False


@pytest.mark.parametrize(
    "typed", ["0026-11-20", "0027-06-30", "0202-12-31", "2207-06-30", "20.11.0026", "1026-01-01"]
)
def test_a_year_that_nobody_means_is_asked_back(typed):
    form = Days({"ends_on": typed})

    (error,) = form.errors["ends_on"]
    assert error.startswith("Bitte prüfen Sie das Jahr.")
    assert form["ends_on"].value() == typed


@pytest.mark.parametrize(
    "typed", ["30.06.27", "2027-06-30", "30.6.2027", "30. 6. 2027", " 30.06.2027 "]
)
def test_a_day_is_read_as_people_write_it(typed):
    form = Days({"ends_on": typed})

    assert form.is_valid()
    assert form.cleaned_data["ends_on"] == dt.date(2027, 6, 30)


@pytest.mark.parametrize(
    ("form", "begin", "end", "sentence"),
    [
        (Days, "2027-01-02", "2027-01-01", "„Abschluss“ darf nicht vor „Beginn“ liegen."),
        (Times, "2027-01-02", "2027-01-02", "„Abschluss“ muss nach „Beginn“ liegen."),
        (Days, "2027-01-02", "2027-01-02", None),
        (Days, "", "2027-01-02", None),
    ],
)
def test_an_end_before_its_begin_is_said_beside_the_end(form, begin, end, sentence):
    filled = form({"begins_on": begin, "ends_on": end})

    assert filled.errors == ({"ends_on": [sentence]} if sentence else {})


@pytest.mark.parametrize(
    ("begin", "months", "last"),
    [
        ("2024-02-29", 36, "2027-02-28"),
        ("2028-02-29", 36, "2031-02-28"),
        ("2026-08-31", 18, "2028-02-29"),
        ("2027-08-30", 6, "2028-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-01-01", 36, "2028-12-31"),
        ("2026-03-15", 36, "2029-03-14"),
    ],
)
def test_so_many_months_end_before_the_same_day_or_with_a_month_that_has_none(begin, months, last):
    assert clock.last_day(dt.date.fromisoformat(begin), months) == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12.000", 12_000),
        ("17.000", 17_000),
        ("12.345", 12_345),
        ("12 000", 12_000),
        ("12\u00a0000", 12_000),
        ("12\u202f000", 12_000),
        ("1.234.567", 1_234_567),
        ("12000", 12_000),
        ("0", 0),
    ],
)
def test_points_and_blanks_group_thousands(typed, number):
    assert WholeNumber().clean(typed) == number


@pytest.mark.parametrize(
    "typed", ["12.5", "12.0", "12.00", "1 2", "0.125", "12,0", "12.0000", "viele"]
)
def test_what_is_no_whole_number_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        WholeNumber().clean(typed)


def test_an_amount_below_one_is_none_of_thousands():
    assert str(EuroField().clean("0.12")) == "0.12"


@pytest.mark.parametrize("unit", ["Prozent", "%", "umgesetzte Maßnahmen in Prozent", "v. H."])
def test_a_part_of_a_hundred_is_known_by_its_unit(unit):
    assert is_percent(unit)
    assert not is_percent("Personen")


# --- everywhere ----------------------------------------------------------------------------------


def all_forms() -> Iterator[type[forms.BaseForm]]:
    for path, _ in sources():
        if "/forms/" in path:
            import_module(path.removesuffix(".py").replace("/", "."))
    waiting = list(forms.BaseForm.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.split(".")[0] in (
            "auditportal",
            "handlungsfelder",
            "audits",
            "certificates",
        ):
            yield form


def plain_fields(kind, better) -> set[str]:
    return {
        f"{form.__name__}.{name}"
        for form in all_forms()
        for name, field in form.base_fields.items()
        if isinstance(field, kind) and not isinstance(field, better) and not field.widget.is_hidden
    }


def test_every_day_of_every_form_has_a_plausible_year():
    assert plain_fields(forms.DateField, Day) == set()


def test_every_whole_number_of_every_form_is_read_as_it_is_written_here():
    whole = plain_fields(forms.IntegerField, (WholeNumber, forms.FloatField, forms.DecimalField))

    assert whole == set()


# --- in the database -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["\u200b", "\u2800", "\u00ad\ufeff", " ", "a\u2028b", "a\u000bb", "a\u0085b"]
)
def test_the_database_takes_no_organisation_without_a_readable_line(db, name):
    with pytest.raises(IntegrityError, match="organisation_name_is_one_line"):
        Organisation.objects.create(name=name, kind=OrganisationKind.PARTNER)


def test_the_database_takes_no_day_of_the_first_century(db):
    with pytest.raises(IntegrityError, match="organisation_has_possible_days"):
        Organisation.objects.create(
            name="Musterland", kind=OrganisationKind.PARTNER, inhabitants_on=dt.date(202, 12, 31)
        )


def test_old_rows_that_are_refused_today_are_listed(db):
    with connection.cursor() as cursor:
        cursor.execute("create temporary table older (id int, name text)")
        cursor.execute("insert into older values (7, ''), (8, 'Musterland')")
        cursor.execute(
            "alter table older add constraint older_is_one_line check (name <> '') not valid"
        )

    (warning,) = checks.old_rows_that_are_refused_today(databases=["default"])

    assert warning.msg == "older_is_one_line: older has rows that would be refused today: 7."
    assert checks.old_rows_that_are_refused_today() == []
