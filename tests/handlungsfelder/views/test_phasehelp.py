import pytest

from auditportal.models import Role
from handlungsfelder.models import (
    PhaseHelp,
)
from tests.factories.audits import a_traeger, a_version, member_of
from tests.handlungsfelder.drafts import at

pytestmark = pytest.mark.django_db


def test_help_texts_are_changed_after_publishing(client, owner, office):
    version = a_version(owner=owner)
    phase = version.phases.first()
    url = at("phasehelp_change", version.pk, phase.pk)

    shown = client.get(at("phasehelp_list", version.pk))
    answer = client.post(url, {"text": "Neu erklärt."}, follow=True)

    assert "Die Geschäftsstelle stellt das Verfahren vor" in shown.text
    assert "Neu erklärt." in answer.text
    assert PhaseHelp.objects.get(phase=phase).text == "Neu erklärt."
    assert client.post(url, {"text": "<b>"}).status_code == 422
    assert client.get(at("phasehelp_change", version.pk, phase.pk + 10_000)).status_code == 404


def test_help_texts_are_read_by_readers_and_found_by_no_stranger(client, owner):
    version = a_version(owner=owner)
    url = at("phasehelp_change", version.pk, version.phases.first().pk)
    client.force_login(member_of(owner, Role.READER))
    assert client.get(at("phasehelp_list", version.pk)).status_code == 200
    assert client.post(url, {"text": "X"}).status_code == 403
    client.force_login(member_of(a_traeger(), Role.OFFICE))
    assert client.get(at("phasehelp_list", version.pk)).status_code == 404
