"""How a version comes into being: entered from a file, then published and never changed."""

from auditportal import clock
from auditportal.action import action
from auditportal.models import Organisation, User
from auditportal.verdict import WHEN, Verdict, unless
from handlungsfelder import fitting, permissions
from handlungsfelder.models import (
    Gate,
    Handlungsfeld,
    Leitfrage,
    Phase,
    PhaseHelp,
    Verfahren,
    VerfahrenVersion,
)
from handlungsfelder.reading import as_verdict
from handlungsfelder.template import FeldSpec, PhaseSpec, Template
from handlungsfelder.version_tables import as_data

# What a row takes from the template under the same name.
HEAD = (
    "label",
    "summary",
    "words",
    "certificate_title",
    "certificate_number",
    "validity_months",
    "sides",
    "target_groups",
    "measure_fields",
    "levels",
    "threshold",
    "rhythms",
    "subject_kind",
    "in_programmes",
    "follows",
    "lead_months",
    "carries_over",
    "needs",
)
FELD = ("code", "name", "is_module", "is_free", "takes", "references")
PHASE = (
    "code",
    "name",
    "party",
    "right",
    "due_days",
    "due_from",
    "rework_days",
    "starts_clock",
    "rework_to",
    "repeat_from",
    "repeat_times",
    "only_in_programme",
)


def can_enter(user: User, owner: Organisation, template: Template) -> Verdict:
    taken = VerfahrenVersion.objects.filter(
        verfahren__owner=owner, verfahren__code=template.code, number=template.number
    )
    return permissions.may_write(user, owner) & unless(
        not taken.exists(), WHEN, f"{template.code}, Version {template.number} gibt es schon."
    )


@action()
def enter(*, owner: Organisation, template: Template, by: User) -> VerfahrenVersion:
    """Write a checked template down as an unpublished version of its Verfahren."""
    verfahren, _ = Verfahren.objects.get_or_create(
        owner=owner, code=template.code, defaults={"name": template.name}
    )
    version = VerfahrenVersion.objects.create(
        verfahren=verfahren,
        number=template.number,
        **{name: getattr(template, name) for name in HEAD},
    )
    for position, feld in enumerate(template.felder, start=1):
        _write_feld(version, position, feld)
    for position, phase in enumerate(template.phases):
        _write_phase(version, position, phase)
    return version


def _write_feld(version: VerfahrenVersion, position: int, spec: FeldSpec) -> None:
    feld = Handlungsfeld.objects.create(
        version=version,
        position=position,
        **{name: getattr(spec, name) for name in FELD},
    )
    Leitfrage.objects.bulk_create(
        Leitfrage(handlungsfeld=feld, position=n, text=text, is_draft=spec.are_drafts)
        for n, text in enumerate(spec.leitfragen, start=1)
    )


def _write_phase(version: VerfahrenVersion, position: int, spec: PhaseSpec) -> None:
    phase = Phase.objects.create(
        version=version,
        position=position,
        **{name: getattr(spec, name) for name in PHASE},
    )
    Gate.objects.bulk_create(
        Gate(
            phase=phase,
            position=n,
            kind=gate.kind,
            parameters=gate.parameters,
            party=gate.party,
            right=gate.right,
        )
        for n, gate in enumerate(spec.gates, start=1)
    )
    if spec.help:
        PhaseHelp.objects.create(phase=phase, text=spec.help)


def can_publish(user: User, version: VerfahrenVersion) -> Verdict:
    return (
        permissions.may_publish(user, version.verfahren.owner)
        & unless(version.published_at is None, WHEN, "Diese Version ist schon veröffentlicht.")
        & _fits(version)
    )


def _fits(version: VerfahrenVersion) -> Verdict:
    """Asked of what is written down, by whatever way it came: nothing starts that cannot end."""
    return as_verdict(fitting.problems(as_data(version)))


@action()
def publish(*, version: VerfahrenVersion, by: User) -> VerfahrenVersion:
    """From here on cycles may start with it, and the database refuses any change."""
    version.published_at, version.published_by = clock.now(), by
    version.save(update_fields=["published_at", "published_by"])
    return version
