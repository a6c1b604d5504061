"""What is frozen, and how: plain data of a cycle as canonical JSON (RFC 8785) with its SHA-256.

The format stands in every paper; a change of shape is a new number with an upcast for the old one
(papers/stored.py), never a new meaning. Persons are named by a random key; `people` collects the
names that stand beside it.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable

import rfc8785
from django.db.models import Prefetch

from auditportal import clock
from audits.facts.goal import GOAL
from audits.facts.measure import MEASURE
from audits.facts.report_entry import REPORT_ENTRY
from audits.models import (
    Answer,
    AuditCycle,
    Beschluss,
    CycleDocument,
    Fassung,
    FassungKind,
    Finding,
    Goal,
    Jahresbericht,
    Quartier,
    Signature,
    Veranstaltung,
    Zustimmung,
)
from audits.papers.draft import Feld, felder_of
from audits.papers.stored import FORMAT


def canonical(content: dict) -> tuple[str, str]:
    """The text that is stored, and its hash."""
    data = rfc8785.dumps(content)
    return data.decode(), hashlib.sha256(data).hexdigest()


def _head(cycle: AuditCycle, kind: FassungKind) -> dict:
    version = cycle.version
    return {
        "format": FORMAT,
        "kind": str(kind),
        "participants": cycle.title,
        "subject": cycle.subject,
        "verfahren": {"code": version.verfahren.code, "version": version.number},
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def agreement(cycle: AuditCycle, felder: list[Feld] | None = None) -> dict:
    """Goals and measures by Handlungsfeld, in their order; `felder` if they are already read."""
    return _head(cycle, FassungKind.AGREEMENT) | {
        "handlungsfelder": [
            {"code": feld.code, "name": feld.name, "goals": [_goal(goal) for goal in feld.goals]}
            for feld in (felder_of(cycle) if felder is None else felder)
        ]
    }


def _goal(goal: Goal) -> dict:
    return GOAL.data_of(goal) | {"measures": [MEASURE.data_of(line) for line in goal.lines]}


def _survey(cycle: AuditCycle) -> list[dict]:
    answers = dict(Answer.objects.of(cycle).values_list("leitfrage_id", "text"))
    findings = {row.handlungsfeld_id: row for row in Finding.objects.of(cycle)}
    return [
        {
            "code": feld.code,
            "name": feld.name,
            "questions": [
                {"question": frage.text, "answer": answers.get(frage.pk, "")}
                for frage in feld.leitfragen.all()
            ],
            "strengths": findings[feld.pk].strengths if feld.pk in findings else "",
            "challenges": findings[feld.pk].challenges if feld.pk in findings else "",
        }
        for feld in cycle.felder
    ]


def _beschluss(beschluss: Beschluss) -> dict:
    decided = beschluss.amended_fassung or beschluss.fassung
    return {
        "topic": beschluss.topic,
        "body": beschluss.body,
        "session_on": _day(beschluss.session_on),
        "paper_number": beschluss.paper_number,
        "result": beschluss.result,
        "authoritative": beschluss.is_authoritative,
        "votes": None
        if beschluss.yes is None
        else [beschluss.yes, beschluss.no, beschluss.abstained],
        "fassung": decided.sha256 if decided else None,
        "way": [
            {
                "body": stop.body,
                "session_on": _day(stop.session_on),
                "competence": stop.competence,
            }
            for stop in beschluss.beratungen.all()
        ],
    }


def _quartier(cycle: AuditCycle) -> dict | None:
    """The outline as text: numbers of a degree have no canonical form that others share."""
    row = Quartier.objects.of(cycle).first()
    if row is None:
        return None
    return {
        "description": row.description,
        "outline": json.dumps(row.outline, sort_keys=True) if row.outline else "",
        "addresses": row.addresses,
    }


def _consent(one: Zustimmung) -> dict:
    return {
        "organisation": one.organisation.name,
        "body": one.body,
        "on": _day(clock.day_of(one.given_at)),
    }


def _event(event: Veranstaltung) -> dict:
    return {
        "title": event.title,
        "day": _day(event.held_on or event.day),
        "place": event.place,
        "minutes": event.minutes,
        "participants": sum(1 for one in event.teilnahmen.all() if one.was_there is not False),
    }


def _document(document: CycleDocument) -> dict:
    return {
        "id": document.pk,
        "code": document.code,
        "title": document.title,
        "filename": document.filename,
        "sha256": document.sha256,
        "signed": [
            {"organisation": signature.organisation.name, "on": _day(signature.signed_on)}
            for signature in document.signatures_in_force
        ],
    }


def dossier(cycle: AuditCycle, fassung: Fassung, people: Iterable[tuple[str, str]]) -> dict:
    """Everything an assessor sees, sealed at submission; `people` are (key, function) pairs."""
    documents = (
        cycle.documents.current()
        .of_all()
        .prefetch_related(
            Prefetch(
                "signatures", Signature.objects.with_berichtigung().select_related("organisation")
            )
        )
    )
    events = cycle.veranstaltungen.in_force().filter(held_on__isnull=False)
    beschluesse = cycle.beschluesse.in_force().select_related("fassung", "amended_fassung")
    consents = fassung.zustimmungen.select_related("organisation")
    return _head(cycle, FassungKind.DOSSIER) | {
        "started_on": _day(cycle.started_on),
        "people": [{"key": key, "function": function} for key, function in people],
        "agreement": {"number": fassung.number, "sha256": fassung.sha256},
        "quartier": _quartier(cycle),
        "consents": [_consent(one) for one in consents.order_by("pk")],
        "beschluesse": [_beschluss(one) for one in beschluesse.prefetch_related("beratungen")],
        "survey": _survey(cycle),
        "events": [_event(event) for event in events.prefetch_related("teilnahmen")],
        "documents": [_document(document) for document in documents.order_by("pk")],
    }


def report(jahresbericht: Jahresbericht) -> dict:
    """One yearly report, measure by measure."""
    entries = jahresbericht.entries.select_related("measure__goal__handlungsfeld").order_by(
        "measure__goal__handlungsfeld__position",
        "measure__goal__position",
        "measure__goal_id",
        "measure__position",
        "measure_id",
    )
    return _head(jahresbericht.cycle, FassungKind.REPORT) | {
        "number": jahresbericht.number,
        "due_on": _day(jahresbericht.due_on),
        "summary": jahresbericht.summary,
        "entries": [
            {
                "handlungsfeld": entry.measure.goal.handlungsfeld.name,
                "goal": entry.measure.goal.title,
                "measure": entry.measure.title,
            }
            | REPORT_ENTRY.data_of(entry)
            for entry in entries
        ],
    }
