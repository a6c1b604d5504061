import pytest

from tests.auditportal.grants import earned, granted


@pytest.fixture(autouse=True)
def grants_follow_mitgliedschaften(db):
    """After every action of every test here: the grants are exactly what the members earn."""
    yield
    assert granted() == earned()
