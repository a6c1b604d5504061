"""A fact is described once: one that nobody has thought of yet stands everywhere at once."""

import gc
import io
from contextlib import contextmanager

import pypdf
import pytest
from django.db import connection, models
from django.urls import reverse

from auditportal import clock
from auditportal.action import action, nothing, unasked
from auditportal.question import Question
from audits import gates
from audits.actions import fassung as fassungen
from audits.actions import goal as goals
from audits.actions import jahresbericht as berichte
from audits.actions.copying import copy_goals
from audits.facts.fact import EVERYWHERE, Fact, Shown
from audits.facts.measure import MEASURE
from audits.facts.report_entry import REPORT_ENTRY
from audits.models import Begutachtung, FassungKind, Measure, ReportEntry
from audits.papers import freezing, stored
from tests.audits.reporting import accepted, measures_of, report_of
from tests.factories.audits import a_cycle, a_fassung, cast_of

LABEL, WORDS, OTHER = "Wetterlage", "Heiter bis wolkig", "Landregen"


@pytest.fixture
def made_up(fresh_database, cloned):
    """A new fact of measures and of report entries: a line in its table, and a column."""
    with a_fact(MEASURE, Measure, cloned), a_fact(REPORT_ENTRY, ReportEntry, cloned):
        compose_anew()
        yield "weather"
    compose_anew()


@contextmanager
def a_fact(table, model, cloned):
    column = models.CharField(LABEL, max_length=80, blank=True, db_default="", default="")
    column.contribute_to_class(model, "weather")
    sql = f"alter table {model._meta.db_table} add column weather varchar(80) not null default ''"
    with cloned.as_owner(), connection.cursor() as cursor:
        cursor.execute(sql)
    table.add(Fact("weather", LABEL, shown=EVERYWHERE | Shown.FILTER | Shown.BRIEF))
    yield
    table.remove("weather")
    model._meta.local_fields.remove(column)
    model._meta._expire_cache()
    del model.weather


def compose_anew():
    for one in gc.get_objects():
        if isinstance(one, Question):
            one.known = None


def text_of(data: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(data)).pages)


def stands_in(text: str) -> bool:
    return LABEL in text and WORDS in text


def written(cycle, by) -> Measure:
    measure = cycle.measures.earliest("pk")
    goals.change_measure(measure=measure, version=None, weather=WORDS, by=by)
    return Measure.objects.get(pk=measure.pk)


def test_a_new_fact_of_a_measure_is_typed_listed_and_found(client, made_up):
    cycle = a_cycle("ausarbeitung")
    measure = cycle.measures.earliest("pk")
    client.force_login(cast_of(cycle).editor)
    change = reverse("audits:measure_change", args=[measure.pk])
    listed = reverse("audits:goal_list", args=[cycle.pk])

    form = client.get(change)
    typed = {"title": measure.title, "version": measure.version, "weather": WORDS}
    answer = client.post(change, typed)

    assert LABEL in form.text
    assert answer.status_code == 302
    assert client.get(change).context["form"]["weather"].value() == WORDS
    assert stands_in(client.get(listed).text)
    assert f"<dt>{LABEL}</dt><dd>{WORDS}</dd>" in squeezed(client.get(listed).text)
    assert "1 Ziel und 1 Maßnahme gefunden" in client.get(listed, {"weather": WORDS}).text
    assert "1 Ziel und 1 Maßnahme gefunden" in client.get(listed, {"q": "wolkig"}).text


def squeezed(html: str) -> str:
    return "".join(line.strip() for line in html.splitlines())


def test_a_new_fact_of_a_measure_stands_beside_ones_own_when_two_have_written(client, made_up):
    cycle = a_cycle("ausarbeitung")
    cast = cast_of(cycle)
    measure = written(cycle, cast.office)
    client.force_login(cast.editor)

    own = {"title": measure.title, "version": measure.version - 1, "weather": OTHER}
    page = client.post(reverse("audits:measure_change", args=[measure.pk]), own)

    assert page.status_code == 409
    assert stands_in(page.text)
    assert OTHER in page.text


def test_a_new_fact_of_a_measure_is_frozen_read_and_compared(client, made_up):
    cycle = a_cycle("ausarbeitung")
    cast = cast_of(cycle)
    measure = written(cycle, cast.editor)
    client.force_login(cast.editor)
    check = reverse("audits:agreement_check", args=[cycle.pk])

    checked = client.get(check)
    frozen = fassungen.freeze(cycle=cycle, by=cast.editor)
    goals.change_measure(measure=measure, version=None, weather=OTHER, by=cast.editor)

    assert stands_in(checked.text)
    assert stands_in(client.get(frozen.get_absolute_url()).text)
    assert stands_in(text_of(bytes(fassungen.render(fassung=frozen).data)))
    assert f"{LABEL}: bisher „{WORDS}“, jetzt „{OTHER}“" in client.get(check).text


def test_a_new_fact_of_a_measure_is_sealed_for_those_who_judge(client, made_up):
    cycle = a_cycle("einreichung")
    cast = cast_of(cycle)
    cycle.measures.update(weather=WORDS)
    frozen = a_fassung(cycle, cast.editor)
    content = freezing.dossier(cycle, frozen, [])
    sealed = Begutachtung.objects.create(
        cycle=cycle,
        run=cycle.open_run,
        round=1,
        dossier=a_fassung(cycle, cast.editor, FassungKind.DOSSIER, content),
        submitted_at=clock.now(),
        submitted_by=cast.editor,
    )
    client.force_login(cast.office)

    page = client.get(reverse("audits:dossier_detail", args=[sealed.pk]))

    assert stands_in(page.text)


@action(asks=unasked, locks=nothing)
def copy(*, source, target, by):
    return copy_goals(source, target, by)


def test_a_new_fact_of_a_measure_goes_over_the_bridge(made_up):
    source, target = a_cycle("beschluss"), a_cycle("ausarbeitung")
    source.measures.update(weather=WORDS)
    a_fassung(source, cast_of(source).editor)

    copied, _ = copy(source=source, target=target, by=cast_of(target).editor)

    copies = Measure.objects.filter(cycle=target, goal__in=copied)
    assert {copy.weather for copy in copies} == {WORDS}


def test_a_new_fact_that_nobody_filled_in_is_no_change(made_up):
    """Neither for a paper that does not know it."""
    cycle = a_cycle("ausarbeitung")
    content = freezing.agreement(cycle)
    for feld in content["handlungsfelder"]:
        for goal in feld["goals"]:
            for measure in goal["measures"]:
                del measure["weather"]
    frozen = a_fassung(cycle, cast_of(cycle).editor, content=content)

    assert stored.read(frozen) == freezing.agreement(cycle)
    gates.settle(cycle)
    assert not cycle.tasks.exists()
    cycle.measures.update(weather=WORDS)
    gates.settle(cycle)
    assert "Der Entwurf weicht von" in cycle.tasks.get().text


def test_a_new_fact_of_a_report_entry_is_listed_compared_and_frozen(client, made_up):
    cycle = a_cycle("umsetzung")
    cast = cast_of(cycle)
    report = report_of(cycle)
    fields = {"cycle": cycle, "progress": "done", "text": "Getan.", "weather": WORDS, "version": 1}
    for measure in measures_of(cycle):
        saved = {"saved_at": clock.now(), "saved_by": cast.editor}
        ReportEntry.objects.create(jahresbericht=report, measure=measure, **fields, **saved)
    client.force_login(cast.editor)
    form = client.get(f"{report.get_absolute_url()}massnahmen/{measure.pk}/")
    frozen = a_fassung(cycle, cast.editor, FassungKind.REPORT, freezing.report(report))

    pages = [report.get_absolute_url(), frozen.get_absolute_url()]

    assert form.context["form"]["weather"].value() == WORDS
    assert stands_in(form.text)
    assert [stands_in(client.get(page).text) for page in pages] == [True, True]
    assert stands_in(text_of(bytes(fassungen.render(fassung=frozen).data)))


def test_a_new_fact_of_a_report_entry_is_typed_and_carried_over_to_the_next_year(client, made_up):
    cycle = a_cycle("umsetzung")
    cast = cast_of(cycle)
    first, second = report_of(cycle), report_of(cycle, 2)
    measure = measures_of(cycle)[0]
    client.force_login(cast.editor)
    typed = {"progress": "done", "text": "Getan.", "weather": WORDS, "version": 0}

    client.post(f"{first.get_absolute_url()}massnahmen/{measure.pk}/", typed)
    accepted(first, cast.editor, cast.office)
    berichte.carry_over(report=second, by=cast.editor)

    assert ReportEntry.objects.get(jahresbericht=second, measure=measure).weather == WORDS
