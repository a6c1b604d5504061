"""Three procedures that nobody named: data alone, and each of them runs to its end."""

import datetime as dt

import pytest

from auditportal import clock
from audits.models import AwardState, Judgement, Outcome
from handlungsfelder import fitting
from tests.audits.ways.walking import Way
from tests.factories.audits import published

pytestmark = pytest.mark.django_db

WORDS = {
    "procedure": "Siegelverfahren",
    "participant": "Haus",
    "council": "Versammlung",
    "head": "Vorstand",
    "contact": "Lotsin",
    "auditor": "Coach",
    "assessor": "Jury",
    "agreement": "Fahrplan",
    "survey": "Rundblick",
    "report": "Zwischenstand",
    "certificate": "Siegel",
}
REVIEW = [
    {"kind": "appointed", "function": "assessor", "count": 1},
    {"kind": "vota"},
    {"kind": "sign_off"},
]


def a_template(phasen: list[dict], **head) -> dict:
    """The least around these phases."""
    extra = {key: head.pop(key) for key in ("stufen", "kennzahl") if key in head}
    return extra | {
        "verfahren": {
            "code": "SIEGEL",
            "name": "Siegel Gutes Haus",
            "version": 1,
            "certificate_title": "Gutes Haus",
            "certificate_number": "S-{year}-{n}",
            **head,
        },
        "words": WORDS,
        "seiten": [{"code": "haus", "label": "Haus", "kinds": ["wohnungsunternehmen"]}],
        "handlungsfelder": [
            {"code": "dach", "name": "Dach", "leitfragen": ["Ist es dicht?"]},
            {"code": "garten", "name": "Garten", "leitfragen": ["Ist er offen?"]},
        ],
        "phasen": phasen,
    }


def phase(code: str, *gates: dict, **about) -> dict:
    return {"code": code, "name": code.capitalize(), "gates": list(gates)} | about


def by_office(code: str, *gates: dict, **about) -> dict:
    return phase(code, *gates, party="traeger", right="run", **about)


def reports(*months: int) -> dict:
    return {"kind": "reports", "months": list(months), "party": "main", "right": "change"}


def walked(data: dict) -> Way:
    return Way(published(fitting.fitted(data)))


def an_instalment(number: int) -> dict:
    return by_office(
        f"rate-{number}", {"kind": "vermerk", "label": f"{number}. Rate", "amount": True}
    )


def test_a_paper_instead_of_workshops_fees_in_instalments_and_a_decision_by_the_parties():
    paper = {"kind": "document", "document": "konzept", "title": "Konzept", "signed": True}
    works = [{"kind": "goals"}, {"kind": "measures"}, {"kind": "fassung"}]
    way = walked(
        a_template(
            [
                an_instalment(1),
                phase("konzept", paper),
                an_instalment(2),
                phase("fahrplan", *works),
                phase("zustimmung", {"kind": "consent"}, right="sign"),
                an_instalment(3),
                phase("siegel", {"kind": "award"}, party="traeger", right="sign"),
            ]
        )
    )

    way.to_the_end()

    assert way.cycle.outcome == Outcome.COMPLETED
    assert [note.amount for note in way.cycle.vermerke.order_by("pk")] == [1000, 1000, 1000]
    assert not way.cycle.beschluesse.exists()
    assert not way.cycle.veranstaltungen.exists()
    award = way.cycle.awards.get()
    assert award.valid_to is None
    assert award.fassung == way.cycle.zustimmungen.get().fassung


def two_reviews() -> dict:
    award = {"kind": "award"}
    return a_template(
        [
            phase("fahrplan", {"kind": "goals"}, {"kind": "measures"}, {"kind": "fassung"}),
            phase("eingabe", {"kind": "submission"}),
            by_office("jury", *REVIEW, rework_to="fahrplan", rework_days=90),
            phase("siegel", award, party="traeger", right="sign"),
            by_office("jahre", reports(12, 24)),
            phase("neuer-fahrplan", {"kind": "goals"}, {"kind": "measures"}, {"kind": "fassung"}),
            phase("neue-eingabe", {"kind": "submission"}),
            by_office("neue-jury", *REVIEW, rework_to="neuer-fahrplan", rework_days=90),
            phase("neues-siegel", award, party="traeger", right="sign"),
        ],
        validity_months=48,
        stufen=[
            {"code": "silber", "title": "Gutes Haus in Silber", "least": 50},
            {"code": "gold", "title": "Gutes Haus in Gold", "least": 80},
        ],
        kennzahl={"label": "Punkte"},
    )


def test_two_reviews_years_apart_with_time_to_improve_and_the_second_award_replaces_the_first():
    way = walked(two_reviews())
    way.judgements = [Judgement.REWORK, Judgement.POSITIVE]
    way.level, way.figure = "silber", 60

    way.to("jury")
    way.step()
    assert (way.phase, way.cycle.open_run.round) == ("fahrplan", 2)
    way.to("jahre")
    first = way.cycle.awards.get()
    assert (first.level, first.title) == ("silber", "Gutes Haus in Silber")

    way.to("neuer-fahrplan")
    way.judgements = [Judgement.REWORK, Judgement.POSITIVE]
    way.level, way.figure = "gold", 80
    with clock.stopped_at(clock.now() + dt.timedelta(days=900)):
        way.to_the_end()

    first.refresh_from_db()
    second = way.cycle.awards.latest("pk")
    assert (second.level, second.title) == ("gold", "Gutes Haus in Gold")
    assert (first.state, second.state) == (AwardState.REPLACED, AwardState.ACTIVE)
    assert first.run != second.run
    assert [one.judgement for one in way.cycle.begutachtungen.order_by("pk")] == [
        Judgement.REWORK,
        Judgement.POSITIVE,
        Judgement.REWORK,
        Judgement.POSITIVE,
    ]
    assert second.begutachtung == way.cycle.begutachtungen.latest("pk")
    assert way.cycle.outcome == Outcome.COMPLETED


def test_a_part_that_repeats_three_times_with_its_own_reports():
    meeting = {"kind": "event", "event": "runde", "title": "Gesprächsrunde"}
    way = walked(
        a_template(
            [
                phase("fahrplan", {"kind": "goals"}, {"kind": "measures"}, {"kind": "fassung"}),
                phase("runde", meeting, due_from="rhythm"),
                by_office(
                    "stand",
                    reports(6, 12),
                    repeat_from="runde",
                    repeat_times=3,
                ),
                phase("siegel", {"kind": "award"}, party="traeger", right="sign"),
            ],
            rhythms=[12],
        )
    )

    way.to_the_end()

    runs = way.cycle.runs.order_by("pk").values_list("phase__code", "round")
    assert list(runs) == [
        ("fahrplan", 1),
        ("runde", 1),
        ("stand", 1),
        ("runde", 2),
        ("stand", 2),
        ("runde", 3),
        ("stand", 3),
        ("siegel", 1),
    ]
    numbers = way.cycle.jahresberichte.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5, 6]
    assert way.cycle.veranstaltungen.count() == 3
    assert way.cycle.outcome == Outcome.COMPLETED


def test_a_second_review_without_a_dossier_of_its_own_cannot_be_published():
    data = two_reviews()
    data["phasen"] = [one for one in data["phasen"] if one["code"] != "neue-eingabe"]

    assert [str(problem) for problem in fitting.problems(data)] == [
        "Phase 7 („neue-jury“), Bedingung 2: Seit der letzten Freigabe wird nichts Neues "
        "eingereicht."
    ]
