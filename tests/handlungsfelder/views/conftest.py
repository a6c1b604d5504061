"""A Träger with somebody of its Geschäftsstelle, who is logged in, and a draft."""

import pytest

from auditportal.models import Role
from tests.factories.audits import a_traeger, member_of
from tests.handlungsfelder.drafts import a_draft


@pytest.fixture
def owner():
    return a_traeger()


@pytest.fixture
def office(owner, client):
    user = member_of(owner, Role.OFFICE)
    client.force_login(user)
    return user


@pytest.fixture
def draft(owner, office):
    return a_draft(owner, office)
