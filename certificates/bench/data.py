"""Many audits from few: the demo's runs and what they lack, copied until there are enough."""

from dataclasses import replace

from django.db import models, transaction

from audits.actions import berufung as berufungen
from audits.actions import reminder as reminders
from audits.models import AuditCycle, Topic
from certificates.demo import runs as demo
from certificates.demo.cast import Cast
from certificates.demo.copies import Copies, name_of
from certificates.demo.runs import ago
from handlungsfelder.template import parse
from handlungsfelder.version_tables import as_data

VERSIONS = 20  # published ones
STAYED = 30  # of so many copies the companions and assessors are still in the pool
# What tells a copy from its original; `n` is the copy's number.
CHANGED = {
    "auditportal_organisation.name": "name || ' ' || n",
    "auditportal_organisation.sort_name": "sort_name || ' ' || n",
    "auditportal_organisation.inhabitants": "5000 + 37 * n",
    "auditportal_organisation.inhabitants_on": "current_date",
    "audits_auditcycle.title": "title || ' ' || n",
    "audits_auditcycle.sort_title": "sort_title || ' ' || n",
}


@transaction.atomic
def replay() -> None:
    """The demo's runs, and what they have only behind them or still before them."""
    cast = demo.replay()
    arnsberg(cast)
    more_versions(cast)
    gera = AuditCycle.objects.get(title="Gera")
    berufung = gera.berufungen.get(user=cast["first"])
    berufungen.declare(berufung=berufung, by=cast["first"])


def arnsberg(cast: Cast) -> None:
    """In the middle of its goals: 18 with 43 measures, which may still be changed."""
    walk = demo.a_walk(cast, "Arnsberg", "arnsberg")
    walk.start(ago(250))
    walk.offer(ago(240))
    walk.decide(ago(190), Topic.PARTICIPATION, demo.yes("Rat", ago(190)))
    walk.leave(ago(190), walk.editor)
    walk.cooperate(ago(170), signed=ago(172))
    walk.survey(ago(150))
    walk.release(ago(145))
    walk.meet(ago(130), "strategieworkshop", "Strategieworkshop", cast["auditor"])
    walk.leave(ago(129), cast["auditor"])
    walk.concept(ago(90))
    walk.meet(ago(45), "beteiligung", "Bürgerwerkstatt", walk.editor)
    walk.leave(ago(44), walk.editor)
    walk.agree(ago(10), per_feld=3)


def more_versions(cast: Cast) -> None:
    """As many published versions as a Träger has after years of changing its templates."""
    one = next(iter(cast.versions.values()))
    newest = parse(as_data(one))
    for number in range(len(cast.versions), VERSIONS):
        cast.publish(replace(newest, number=100 + number), cast.traeger, cast["director"])


def can_be_copied():
    """Without what waits for a side by its name: the copy of that side has another one."""
    return AuditCycle.objects.exclude(tasks__organisation__isnull=False)


@transaction.atomic
def grow(audits: int) -> None:
    """Copy until so many audits are running, at least the demo's own; then plan their reminders."""
    originals = list(can_be_copied().order_by("pk").values_list("pk", flat=True))
    running = can_be_copied().running().count()
    wanted = audits * len(originals) // running - len(originals)
    copies, rest = divmod(max(wanted, 0), len(originals))
    Copies(originals, changed, STAYED).make(1, copies)
    Copies(originals[:rest], changed, STAYED).make(copies + 1, copies + 1)
    reminders.plan()


def changed(field: models.Field) -> str:
    return CHANGED.get(name_of(field), "")
