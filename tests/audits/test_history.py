"""What happened is written down for ever, so no word for it is ever given up."""

from pathlib import Path

import pytest

from auditportal.models import OrganisationEventKind
from audits.models import CycleEventKind

WRITTEN = Path(__file__).parent / "kinds_of_events.txt"


@pytest.mark.parametrize(
    ("history", "kinds"), [("cycle", CycleEventKind), ("organisation", OrganisationEventKind)]
)
def test_every_kind_that_was_ever_written_is_known_by_its_name(history, kinds):
    lines = [line.split() for line in WRITTEN.read_text().splitlines()]
    written = {value for about, value in lines if about == history}

    assert written == {kind.value for kind in kinds}
    assert all(kinds(value).name == value.upper() for value in written)
