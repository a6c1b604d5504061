"""Every kind of gate that a template can set: closed with its sentences, and open."""

import datetime as dt

import pytest

from auditportal import clock
from auditportal.verdict import WHEN
from audits import gates
from audits.gates.bestandsaufnahme import SUBJECT
from audits.models import (
    Answer,
    AuditCycle,
    Award,
    Begutachtung,
    Berufung,
    BerufungFunction,
    Beschluss,
    CycleDocument,
    FassungKind,
    Finding,
    Freigabe,
    Goal,
    Jahresbericht,
    Judgement,
    Measure,
    ReportState,
    Result,
    Signature,
    Task,
    Topic,
    Veranstaltung,
    Vermerk,
    Votum,
)
from handlungsfelder.models import GateKind, Leitfrage
from handlungsfelder.template import FOLDER, parse, read
from handlungsfelder.toml_file import load
from tests.factories.audits import (
    a_cycle,
    a_fassung,
    a_goal,
    a_measure,
    a_user,
    acts,
    appointed,
    last_day,
    published,
    the_version,
)

pytestmark = pytest.mark.django_db

FIELDS = [
    "Steuerung, Vernetzung und Nachhaltigkeit",
    "Familie und Arbeitswelt; Betreuung",
    "Bildung und Erziehung",
    "Beratung und Unterstützung für Familien",
    "Wohnumfeld und Lebensqualität",
    "Senioren und Generationen",
]
NO_GOAL = [f"Kein Ziel im Handlungsfeld „{name}“." for name in FIELDS]
NOT_WHOLE = [f"Noch nicht vollständig bearbeitet: {name}." for name in FIELDS]
REPORTS = [f"Schreiben und einreichen: Jahresbericht {n}." for n in (1, 2, 3)]
NO_VOTUM = "Ein Votum ist noch nicht gezeichnet."
NOT_DECLARED = "Die Erklärung zur Unbefangenheit fehlt."
AMENDED = "Geändert beschlossen: Bestätigen Sie, dass diese Fassung gemeint ist."
AMEND = "Geändert beschlossen: Arbeiten Sie die Änderungen ein und frieren Sie diese Fassung ein."


# --- what can have happened in a cycle; the least that the gate looks at --------------------------


def nothing(cycle):
    pass


def noted(cycle):
    run = cycle.open_run
    gate = run.phase.gates.get(kind=GateKind.VERMERK)
    Vermerk.objects.create(cycle=cycle, run=run, gate=gate, on=clock.today(), noted_by=a_user())


def decided(result=Result.ADOPTED, *, topic=Topic.PARTICIPATION, counts=True, **facts):
    def happen(cycle):
        return Beschluss.objects.create(
            cycle=cycle,
            run=cycle.open_run,
            topic=topic,
            body="Rat",
            session_on=clock.today(),
            result=result,
            is_authoritative=counts,
            entered_by=a_user(),
            **{name: fact(cycle) if callable(fact) else fact for name, fact in facts.items()},
        )

    return happen


def agreed(result=Result.ADOPTED, **facts):
    return decided(result, topic=Topic.AGREEMENT, fassung=latest, **facts)


def latest(cycle):
    return cycle.fassungen.filter(kind=FassungKind.AGREEMENT).order_by("number").last()


def newer(cycle):
    cycle.goals.update(title="Anders")
    return a_fassung(cycle, a_user())


def confirmed(happen):
    def then(cycle):
        beschluss = happen(cycle)
        beschluss.confirmed_at, beschluss.confirmed_by = clock.now(), a_user()
        beschluss.save()

    return then


def frozen_anew(happen):
    """The version that was decided is not the newest any more."""

    def then(cycle):
        happen(cycle)
        newer(cycle)

    return then


def brought(code, signed_by=(), released=False):
    def happen(cycle):
        document = CycleDocument.objects.create(
            cycle=cycle,
            code=code,
            title="Papier",
            filename="papier.pdf",
            content_type="application/pdf",
            size=1,
            sha256="0" * 64,
            uploaded_by=a_user(),
            uploaded_at=clock.now(),
        )
        sides = {"main": cycle.parties.get().organisation, "traeger": cycle.owner}
        for side in signed_by:
            Signature.objects.create(
                cycle=cycle, document=document, organisation=sides[side], signed_on=clock.today()
            )
        if released:
            release(cycle, "document", document)

    return happen


def release(cycle, subject, document=None):
    Freigabe.objects.create(
        cycle=cycle,
        subject=subject,
        document=document,
        released_at=clock.now(),
        released_by=a_user(),
    )


def survey_released(cycle):
    release(cycle, SUBJECT)


def answered(*, findings=True, text="So ist es."):
    def happen(cycle):
        about = {"cycle": cycle, "saved_at": clock.now(), "saved_by": a_user()}
        for frage in Leitfrage.objects.filter(handlungsfeld__version=cycle.version_id):
            Answer.objects.create(leitfrage=frage, text=text, **about)
        for feld in cycle.felder if findings else ():
            Finding.objects.create(handlungsfeld=feld, strengths="Ja.", challenges="Ja.", **about)

    return happen


def planned(code, *, held=False):
    def happen(cycle):
        Veranstaltung.objects.create(
            cycle=cycle,
            code=code,
            title="Werkstatt",
            day=clock.today(),
            place="Rathaus",
            minutes="Gut." if held else "",
            held_on=clock.today() if held else None,
        )

    return happen


def without_goals(cycle):
    Goal.objects.filter(cycle=cycle).delete()


def goals_everywhere(cycle):
    for feld in cycle.felder:
        a_goal(cycle, feld)


def bare_goals(count):
    """Goals without a measure, beside the whole ones."""

    def happen(cycle):
        for goal in cycle.goals.order_by("pk")[:count]:
            goal.measures.all().delete()

    return happen


def half_a_measure(cycle):
    a_measure(cycle.goals.first(), responsible="")
    a_measure(cycle.goals.first(), ends_on=None)


def frozen(cycle):
    a_fassung(cycle, a_user())


def frozen_then_changed(cycle):
    frozen(cycle)
    Measure.objects.filter(cycle=cycle).update(title="Anders")


def frozen_in_another_round(cycle):
    frozen(cycle)
    run = cycle.open_run
    cycle.runs.open().update(left_on=run.began_on)
    cycle.runs.create(phase=run.phase, round=2, began_on=run.began_on)


def submitted(cycle):
    content = {"format": 1}
    Begutachtung.objects.create(
        cycle=cycle,
        run=cycle.open_run,
        round=cycle.open_run.round,
        dossier=a_fassung(cycle, a_user(), FassungKind.DOSSIER, content),
        submitted_at=clock.now(),
        submitted_by=a_user(),
    )


def sent(function, count=1, *, declared=True):
    def happen(cycle):
        for _ in range(count):
            appointed(cycle, function, declared=declared, by=a_user())

    return happen


AUDITOR, ASSESSOR = BerufungFunction.AUDITOR, BerufungFunction.ASSESSOR


def ended(cycle):
    sent(AUDITOR)(cycle)
    Berufung.objects.filter(cycle=cycle).update(ended_on=clock.today())


def voted(count):
    def happen(cycle):
        sent(ASSESSOR, 2)(cycle)
        for berufung in cycle.berufungen.assessors().order_by("pk")[:count]:
            acts(berufung.user)
            Votum.objects.create(
                cycle=cycle,
                begutachtung=cycle.begutachtungen.get(),
                author=berufung.user,
                judgement=Judgement.POSITIVE,
                saved_at=clock.now(),
                signed_at=clock.now(),
            )

    return happen


def signed_off(judgement):
    def happen(cycle):
        begutachtung = cycle.begutachtungen.get()
        begutachtung.judgement = judgement
        begutachtung.signed_at, begutachtung.signed_by = clock.now(), a_user()
        begutachtung.save()

    return happen


def awarded(cycle):
    Award.objects.create(
        cycle=cycle,
        run=cycle.open_run,
        begutachtung=cycle.begutachtungen.get(),
        fassung=latest(cycle),
        number="FGK-1",
        title="Titel",
        valid_from=clock.today(),
        valid_to=last_day(cycle, clock.today()),
        awarded_on=clock.today(),
        awarded_by=a_user(),
    )


def reported(*states):
    def happen(cycle):
        reports = Jahresbericht.objects.filter(cycle=cycle).order_by("number")
        for report, state in zip(reports, states, strict=True):
            if state != OPEN:
                content = {"number": report.number}
                report.fassung = a_fassung(cycle, a_user(), FassungKind.REPORT, content)
                report.submitted_at, report.submitted_by = clock.now(), a_user()
            if state == ReportState.RETURNED:
                report.return_reason = "Bitte genauer."
            report.state = state
            report.save()

    return happen


OPEN, ACCEPTED = ReportState.OPEN, ReportState.ACCEPTED
NO_BESCHLUSS = ["Der maßgebliche Beschluss fehlt (Rat)."]
OTHER_VERSION = "Der maßgebliche Beschluss über genau {latest} fehlt (Rat)."

# kind, phase of FGK-K, what has happened there, and what the gate says; open is no sentence
TABLE = [
    (
        GateKind.VERMERK,
        "erstkontakt",
        nothing,
        ["Noch nicht vermerkt: Angebot mit Kostenbeitrag versandt."],
    ),
    (GateKind.VERMERK, "erstkontakt", noted, []),
    (GateKind.BESCHLUSS, "teilnahmebeschluss", nothing, NO_BESCHLUSS),
    (GateKind.BESCHLUSS, "teilnahmebeschluss", decided(), []),
    (GateKind.BESCHLUSS, "teilnahmebeschluss", decided(counts=False), NO_BESCHLUSS),
    (GateKind.BESCHLUSS, "teilnahmebeschluss", decided(Result.REFUSED), NO_BESCHLUSS),
    (GateKind.BESCHLUSS, "teilnahmebeschluss", decided(Result.POSTPONED), NO_BESCHLUSS),
    (GateKind.BESCHLUSS, "teilnahmebeschluss", decided(Result.WITHDRAWN), NO_BESCHLUSS),
    (GateKind.BESCHLUSS, "teilnahmebeschluss", decided(Result.NOTED), NO_BESCHLUSS),
    (GateKind.BESCHLUSS, "teilnahmebeschluss", decided(Result.AMENDED), [AMENDED]),
    (GateKind.BESCHLUSS, "teilnahmebeschluss", confirmed(decided(Result.AMENDED)), []),
    (GateKind.BESCHLUSS, "beschluss", nothing, [OTHER_VERSION]),
    (GateKind.BESCHLUSS, "beschluss", decided(), [OTHER_VERSION]),
    (GateKind.BESCHLUSS, "beschluss", agreed(), []),
    (GateKind.BESCHLUSS, "beschluss", agreed(Result.REFUSED), [OTHER_VERSION]),
    (GateKind.BESCHLUSS, "beschluss", agreed(counts=False), [OTHER_VERSION]),
    (GateKind.BESCHLUSS, "beschluss", frozen_anew(agreed()), [OTHER_VERSION]),
    (GateKind.BESCHLUSS, "beschluss", agreed(Result.AMENDED), [AMEND]),
    (GateKind.BESCHLUSS, "beschluss", agreed(Result.AMENDED, amended_fassung=newer), [AMENDED]),
    (
        GateKind.BESCHLUSS,
        "beschluss",
        confirmed(agreed(Result.AMENDED, amended_fassung=newer)),
        [],
    ),
    (
        GateKind.DOCUMENT,
        "kooperationsvereinbarung",
        nothing,
        ["Das Dokument „Kooperationsvereinbarung“ fehlt."],
    ),
    (
        GateKind.DOCUMENT,
        "kooperationsvereinbarung",
        brought("anderes"),
        ["Das Dokument „Kooperationsvereinbarung“ fehlt."],
    ),
    (
        GateKind.DOCUMENT,
        "kooperationsvereinbarung",
        brought("kooperation", ["main"]),
        ["Der Tag der Unterschrift fehlt: {cycle.owner}."],
    ),
    (
        GateKind.DOCUMENT,
        "kooperationsvereinbarung",
        brought("kooperation", ["main", "traeger"]),
        [],
    ),
    (
        GateKind.DOCUMENT,
        "beteiligungskonzept",
        brought("beteiligungskonzept"),
        ["Die Freigabe fehlt: Beteiligungskonzept."],
    ),
    (
        GateKind.DOCUMENT,
        "beteiligungskonzept",
        brought("beteiligungskonzept", released=True),
        [],
    ),
    (GateKind.ANSWERS, "bestandsaufnahme", nothing, NOT_WHOLE),
    (GateKind.ANSWERS, "bestandsaufnahme", answered(findings=False), NOT_WHOLE),
    (GateKind.ANSWERS, "bestandsaufnahme", answered(text=""), NOT_WHOLE),
    (GateKind.ANSWERS, "bestandsaufnahme", answered(), []),
    (
        GateKind.RELEASE,
        "bestandsaufnahme",
        nothing,
        ["Die Freigabe fehlt: Bestandsaufnahme."],
    ),
    (GateKind.RELEASE, "bestandsaufnahme", survey_released, []),
    (
        GateKind.EVENT,
        "strategieworkshop",
        planned("beteiligung", held=True),
        ["Noch nicht geplant: Strategieworkshop."],
    ),
    (
        GateKind.EVENT,
        "strategieworkshop",
        planned("strategieworkshop"),
        ["Noch nicht durchgeführt und protokolliert: Strategieworkshop."],
    ),
    (GateKind.EVENT, "strategieworkshop", planned("strategieworkshop", held=True), []),
    (GateKind.GOALS, "zielvereinbarungsworkshop", nothing, NO_GOAL),
    (GateKind.GOALS, "zielvereinbarungsworkshop", a_goal, NO_GOAL[1:]),
    (GateKind.GOALS, "zielvereinbarungsworkshop", goals_everywhere, []),
    (GateKind.MEASURES, "ausarbeitung", bare_goals(1), ["1 Ziel ohne Maßnahme."]),
    (GateKind.MEASURES, "ausarbeitung", bare_goals(6), ["6 Ziele ohne Maßnahme."]),
    (
        GateKind.MEASURES,
        "ausarbeitung",
        half_a_measure,
        ["Maßnahmen ohne Verantwortliche oder Abschluss: 2."],
    ),
    (GateKind.MEASURES, "ausarbeitung", nothing, []),
    (
        GateKind.FASSUNG,
        "ausarbeitung",
        nothing,
        ["Die Ziele und Maßnahmen sind noch nicht eingefroren."],
    ),
    (
        GateKind.FASSUNG,
        "ausarbeitung",
        frozen_then_changed,
        ["Der Entwurf weicht von {latest} ab: Frieren Sie ihn neu ein."],
    ),
    (
        GateKind.FASSUNG,
        "ausarbeitung",
        frozen_in_another_round,
        ["Die Ziele und Maßnahmen sind noch nicht eingefroren."],
    ),
    (GateKind.FASSUNG, "ausarbeitung", frozen, []),
    (
        GateKind.SUBMISSION,
        "einreichung",
        nothing,
        ["Die Unterlagen sind noch nicht eingereicht."],
    ),
    (GateKind.SUBMISSION, "einreichung", submitted, []),
    (
        GateKind.APPOINTED,
        "kooperationsvereinbarung",
        sent(ASSESSOR),
        ["Noch zu berufen: 1 × Auditorin oder Auditor."],
    ),
    (
        GateKind.APPOINTED,
        "kooperationsvereinbarung",
        ended,
        ["Noch zu berufen: 1 × Auditorin oder Auditor."],
    ),
    (GateKind.APPOINTED, "kooperationsvereinbarung", sent(AUDITOR), []),
    (
        GateKind.APPOINTED,
        "begutachtung",
        sent(ASSESSOR),
        ["Noch zu berufen: 1 × Gutachterin oder Gutachter."],
    ),
    (
        GateKind.APPOINTED,
        "begutachtung",
        sent(ASSESSOR, 2, declared=False),
        [NOT_DECLARED, NOT_DECLARED],
    ),
    (GateKind.APPOINTED, "begutachtung", sent(ASSESSOR, 2), []),
    (GateKind.VOTA, "begutachtung", voted(0), [NO_VOTUM, NO_VOTUM]),
    (GateKind.VOTA, "begutachtung", voted(1), [NO_VOTUM]),
    (GateKind.VOTA, "begutachtung", voted(2), []),
    (
        GateKind.SIGN_OFF,
        "begutachtung",
        nothing,
        ["Die Begutachtung ist nicht freigegeben."],
    ),
    (
        GateKind.SIGN_OFF,
        "begutachtung",
        signed_off(Judgement.REWORK),
        ["Die Begutachtung ist nicht freigegeben."],
    ),
    (GateKind.SIGN_OFF, "begutachtung", signed_off(Judgement.CONDITIONS), []),
    (GateKind.SIGN_OFF, "begutachtung", signed_off(Judgement.POSITIVE), []),
    (GateKind.AWARD, "zertifizierung", nothing, ["Noch nicht verliehen: Zertifikat."]),
    (GateKind.AWARD, "zertifizierung", awarded, []),
    (GateKind.REPORTS, "umsetzung", nothing, REPORTS),
    (
        GateKind.REPORTS,
        "umsetzung",
        reported(ReportState.SUBMITTED, OPEN, OPEN),
        ["Prüfen: Jahresbericht 1.", *REPORTS[1:]],
    ),
    (
        GateKind.REPORTS,
        "umsetzung",
        reported(ACCEPTED, ReportState.RETURNED, OPEN),
        ["Überarbeiten: Jahresbericht 2.", REPORTS[2]],
    ),
    (GateKind.REPORTS, "umsetzung", reported(ACCEPTED, ACCEPTED, ACCEPTED), []),
]


def answer_of(kind, cycle):
    """What the gate of this kind says, asked afresh."""
    cycle = AuditCycle.objects.select_related("version__verfahren").get(pk=cycle.pk)
    run = cycle.open_run
    run.cycle = cycle
    return {gate.kind: verdict for gate, verdict in gates.answers(run)}[kind]


@pytest.mark.parametrize(("kind", "phase", "happen", "sentences"), TABLE)
def test_what_a_gate_says(kind, phase, happen, sentences):
    cycle = a_cycle(at=phase)
    happen(cycle)

    verdict = answer_of(kind, cycle)

    expected = [text.format(cycle=cycle, latest=latest(cycle)) for text in sentences]
    assert [reason.text for reason in verdict.reasons] == expected
    assert bool(verdict) is (not sentences)
    assert {reason.kind for reason in verdict.reasons} <= {WHEN}


def test_every_kind_a_template_can_set_has_its_check():
    assert set(gates.CHECKS) == set(GateKind)


def test_the_table_shows_every_kind_open_and_closed():
    shown = {(kind, bool(sentences)) for kind, _, _, sentences in TABLE}
    kinds = {gate.kind for phase in the_version().way for gate in phase.gates.all()}

    assert shown == {(kind, closed) for kind in kinds for closed in (True, False)}


def test_the_shipped_templates_use_every_kind():
    shipped = [read(path) for path in FOLDER.glob("*.toml")]

    used = {gate.kind for one in shipped for phase in one.phases for gate in phase.gates}

    assert used == set(GateKind)


@pytest.mark.parametrize("phase", sorted({phase for _, phase, _, _ in TABLE}))
def test_every_closed_gate_is_a_task_with_side_day_and_link(phase):
    cycle = a_cycle(at=phase)
    if phase == "ausarbeitung":
        bare_goals(6)(cycle)
    gates.settle(cycle)

    tasks = list(cycle.tasks.all())

    assert tasks
    for task in tasks:
        assert task.party
        assert task.right
        assert task.due_on
        assert task.link.startswith("/")


def test_a_gate_may_be_due_before_its_phase_is():
    template = load((FOLDER / "fgk-k-2.toml").read_text())
    template["phasen"][0]["gates"][0]["due_days"] = 5
    cycle = a_cycle(version=published(parse(template)))

    task = cycle.tasks.get()

    assert task.due_on == cycle.open_run.began_on + dt.timedelta(days=5) < cycle.open_run.due_on


def test_settling_keeps_the_rows_that_still_hold():
    cycle = a_cycle(at="zielvereinbarungsworkshop")
    before = set(cycle.tasks.values_list("pk", flat=True))

    a_goal(cycle)
    gates.settle(cycle)

    after = set(cycle.tasks.values_list("pk", flat=True))
    assert len(before - after) == 1
    assert after < before


def test_a_deadline_of_its_own_stands_at_the_task_of_a_report():
    cycle = a_cycle(at="umsetzung")

    days = list(Task.objects.filter(cycle=cycle).values_list("due_on", flat=True))

    began = cycle.awards.get().valid_from
    assert days == [clock.months_after(began, months) for months in (12, 24, 36)]
    assert min(days) - began > dt.timedelta(days=364)


def test_an_ended_cycle_has_no_gates():
    cycle = a_cycle()
    run = cycle.open_run
    run.left_on = clock.today()
    run.save()

    assert gates.fresh_tasks(cycle) == []
    assert list(gates.answers(None)) == []


@pytest.mark.parametrize("kind", GateKind)
def test_what_is_not_foreseen_is_named_as_an_act_and_not_as_a_result(kind):
    assert kind.act
    assert kind.act != kind.label
    assert not kind.act.endswith((" vor", " gewählt", " freigegeben", " angenommen"))
