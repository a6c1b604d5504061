"""Papers of every format that was ever frozen are read: their files stay here for ever.

`frozen/1-agreement.json` is a paper of format 1, exactly as the demo of its time froze it.
"""

import hashlib
import json
from pathlib import Path

import pytest
import rfc8785

from auditportal.verdict import NotYet
from audits.actions import fassung as fassungen
from audits.gates.fassung import has_not_moved
from audits.models import Fassung, FassungKind
from audits.papers import freezing, reading, stored
from tests.factories.audits import a_cycle, a_fassung, cast_of

READ = {
    "agreement": reading.agreement,
    "report": reading.report,
    "dossier": lambda content: content["agreement"]["number"] and content["survey"],
}
PAPERS = sorted((Path(__file__).parent / "frozen").glob("*.json"))


def paper(name: str) -> Fassung:
    text = (Path(__file__).parent / "frozen" / f"{name}.json").read_text().strip()
    kind = FassungKind(json.loads(text)["kind"])
    return Fassung(kind=kind, content=text, sha256=hashlib.sha256(text.encode()).hexdigest())


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_a_paper_lies_here_as_it_was_frozen(path):
    text = path.read_text().strip()
    content = json.loads(text)

    assert rfc8785.dumps(content).decode() == text
    assert path.stem == f"{content['format']}-{content['kind']}"


def test_of_every_format_there_is_a_paper_of_every_kind():
    kinds = {str(kind) for kind in FassungKind}

    found = {path.stem for path in PAPERS}

    assert found == {f"{number}-{kind}" for number in stored.FORMATS for kind in kinds}


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_every_paper_reads_like_one_of_today(path):
    content = stored.read(paper(path.stem))

    assert content["format"] == stored.FORMAT
    assert READ[content["kind"]](content)


def test_what_came_into_the_first_format_later_may_be_missing():
    early = json.loads(paper("1-dossier").content)
    del early["quartier"], early["consents"]

    content = stored.lifted(early)

    assert (content["quartier"], content["consents"]) == (None, [])


def test_a_paper_of_a_format_that_is_not_known_here_is_not_guessed_at():
    with pytest.raises(ValueError, match="format 99"):
        stored.lifted({"format": 99, "kind": "report"})


# --- whether a draft has moved away -------------------------------------------------------------


@pytest.fixture
def cycle(db):
    return a_cycle("ausarbeitung")


def frozen_before(cycle, by, **told) -> Fassung:
    """As an earlier version of the portal froze it."""
    return a_fassung(cycle, by, content=freezing.agreement(cycle) | {"format": 1} | told)


def test_a_paper_of_an_older_format_still_is_the_draft(cycle):
    by = cast_of(cycle).editor
    frozen = frozen_before(cycle, by)

    assert frozen.sha256 != freezing.canonical(freezing.agreement(cycle))[1]
    assert has_not_moved(frozen)
    with pytest.raises(NotYet, match="hat sich nichts geändert"):
        fassungen.freeze(cycle=cycle, by=by)


def test_a_paper_of_an_older_format_notices_a_change(cycle):
    by = cast_of(cycle).editor
    frozen = frozen_before(cycle, by)
    cycle.measures.update(responsible="Bauamt")

    assert not has_not_moved(frozen)
    assert fassungen.freeze(cycle=cycle, by=by).number == 2
    assert Fassung.objects.get(pk=frozen.pk).content == frozen.content
