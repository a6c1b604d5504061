import re
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from auditportal.models import Role
from auditportal.verdict import NotYet
from handlungsfelder.actions import verfahren
from handlungsfelder.models import PhaseHelp, VerfahrenVersion
from handlungsfelder.template import FOLDER, examine, read
from handlungsfelder.toml_file import dump
from tests.factories.audits import a_traeger, a_version, an_organisation, member_of
from tests.handlungsfelder.drafts import small
from tests.handlungsfelder.test_fitting import CASES

pytestmark = pytest.mark.django_db
TEMPLATE = read(FOLDER / "fgk-k-2.toml")


def test_the_geschaeftsstelle_enters_and_the_geschaeftsfuehrung_publishes():
    owner = a_traeger()
    office, director = member_of(owner, Role.OFFICE), member_of(owner, Role.DIRECTOR)
    version = verfahren.enter(owner=owner, template=TEMPLATE, by=office)

    with pytest.raises(PermissionDenied, match="veröffentlicht die Geschäftsführung"):
        verfahren.publish(version=version, by=office)
    published = verfahren.publish(version=version, by=director)

    assert published.published_by == director
    assert version.phases.count() == 14


# Of what stands twice the database holds no second row, so that it is never written down.
@pytest.mark.parametrize(
    ("sentence", "change"),
    [(sentence, change) for sentence, _, change in CASES if "steht doppelt" not in sentence],
)
def test_nobody_publishes_what_no_cycle_could_finish(sentence, change):
    owner = a_traeger()
    director = member_of(owner, Role.DIRECTOR)
    data = small()
    change(data)
    version = verfahren.enter(owner=owner, template=examine(data)[0], by=director)

    with pytest.raises(NotYet, match=re.escape(sentence)):
        verfahren.publish(version=version, by=director)

    version.refresh_from_db()
    assert version.published_at is None


def test_nobody_outside_the_traeger_enters_a_template():
    with pytest.raises(PermissionDenied, match="schreibt die Geschäftsstelle"):
        verfahren.enter(
            owner=a_traeger(), template=TEMPLATE, by=member_of(an_organisation(), Role.SIGNATORY)
        )


def test_a_version_is_entered_once():
    version = a_version()
    owner = version.verfahren.owner

    with pytest.raises(NotYet, match="gibt es schon"):
        verfahren.enter(owner=owner, template=TEMPLATE, by=member_of(owner, Role.OFFICE))


@pytest.mark.parametrize(
    "change",
    [
        lambda version: VerfahrenVersion.objects.filter(pk=version.pk).update(label="anders"),
        lambda version: version.phases.update(name="anders"),
        lambda version: version.phases.first().gates.all().delete(),
        lambda version: version.handlungsfelder.first().leitfragen.update(text="anders"),
        lambda version: version.handlungsfelder.create(position=99, code="neu", name="Neu"),
        lambda version: VerfahrenVersion.objects.filter(pk=version.pk).delete(),
    ],
)
def test_the_database_refuses_any_change_of_a_published_version(change):
    version = a_version()

    with pytest.raises(DatabaseError), transaction.atomic():
        change(version)


def test_help_texts_stay_editable_after_publishing():
    version = a_version()

    changed = PhaseHelp.objects.filter(phase__version=version).update(text="Neu erklärt.")

    assert changed == 14


def test_the_command_lists_one_line_for_each_published_version():
    a_version()
    out = StringIO()

    call_command("verfahren", stdout=out)

    assert out.getvalue().startswith(
        "FGK-K 2: 14 Phasen, 21 Bedingungen, 10 Handlungsfelder, Zertifikat: ja"
    )


def test_shipped_templates_are_loaded_in_the_name_of_the_geschaeftsfuehrung():
    owner = a_traeger()
    with pytest.raises(CommandError, match="noch keine Geschäftsführung"):
        call_command("verfahren_laden", traeger=owner.name)
    member_of(owner, Role.DIRECTOR)
    out = StringIO()

    call_command("verfahren_laden", traeger=owner.name, stdout=out)
    call_command("verfahren_laden", traeger=owner.name, stdout=out)

    assert VerfahrenVersion.objects.published().filter(verfahren__owner=owner).count() == len(
        list(FOLDER.glob("*.toml"))
    )
    assert "gibt es schon" in out.getvalue()


def test_of_a_file_that_no_cycle_could_finish_the_command_leaves_nothing_behind(tmp_path):
    owner = a_traeger()
    member_of(owner, Role.DIRECTOR)
    path = tmp_path / "ohne-fassung.toml"
    data = small()
    data["phasen"][1]["gates"].pop()
    path.write_text(dump(data))

    with pytest.raises(CommandError, match="Vorher wird keine Fassung eingefroren"):
        call_command("verfahren_laden", path, traeger=owner.name)

    assert not VerfahrenVersion.objects.filter(verfahren__owner=owner).exists()
