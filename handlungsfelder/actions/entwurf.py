"""How a version is made in the editor: drafted, changed, presented, and published by a second one.

A draft may still have gaps, but each single value that it holds can be read: `fitting` names what
does not go together yet, and only what fits is presented.
"""

from collections.abc import Iterator

from auditportal import clock
from auditportal.action import action
from auditportal.actions.versioned import is_the_newest, overwrite
from auditportal.lock import hold
from auditportal.models import Organisation, User
from auditportal.verdict import WHEN, WHO, Verdict, unless
from handlungsfelder import fitting, permissions, tables, template
from handlungsfelder.actions import verfahren
from handlungsfelder.models import Entwurf, EntwurfState, Verfahren, VerfahrenVersion
from handlungsfelder.reading import Place, Problem, as_verdict
from handlungsfelder.version_tables import as_data

# --- a new draft ----------------------------------------------------------------------------------


def can_create(user: User, owner: Organisation) -> Verdict:
    return permissions.may_write(user, owner)


def _hold_owner(owner: Organisation) -> None:
    """There is no draft yet to hold, but its number is one of its owner's."""
    hold(Organisation, owner.pk)


@action(locks=_hold_owner)
def create(*, owner: Organisation, code: str, name: str, by: User) -> Entwurf:
    """Begin a version with nothing but a name and words."""
    return _draft(owner, tables.skeleton(code, name, next_number(owner, code)), by)


def can_copy(user: User, version: VerfahrenVersion) -> Verdict:
    return permissions.may_write(user, version.verfahren.owner)


@action()
def copy(*, version: VerfahrenVersion, by: User) -> Entwurf:
    """Begin the next version with everything that this one says."""
    owner = version.verfahren.owner
    data = as_data(version)
    data["verfahren"]["version"] = next_number(owner, version.verfahren.code)
    return _draft(owner, data, by, based_on=version)


@action(asks=can_create, locks=_hold_owner)
def bring(*, owner: Organisation, data: dict, by: User) -> Entwurf:
    """Begin with the tables of a file from elsewhere, whose values can all be read."""
    return _draft(owner, data, by)


def next_number(owner: Organisation, code: str) -> int:
    """The first number that neither a version nor another draft of this Verfahren has."""
    versions = VerfahrenVersion.objects.filter(verfahren__owner=owner, verfahren__code=code)
    drafts = Entwurf.objects.filter(owner=owner, data__verfahren__code=code)
    numbers = versions.values_list("number", flat=True)
    drafted = drafts.values_list("data__verfahren__version", flat=True)
    return max([*numbers, *drafted], default=0) + 1


def _draft(
    owner: Organisation, data: dict, by: User, based_on: VerfahrenVersion | None = None
) -> Entwurf:
    _readable(data).require()
    entwurf = Entwurf(owner=owner, based_on=based_on)
    overwrite(entwurf, version=None, by=by, data=data)
    return entwurf


# --- writing --------------------------------------------------------------------------------------


def can_save(user: User, entwurf: Entwurf) -> Verdict:
    return permissions.may_write(user, entwurf.owner) & unless(
        entwurf.state == EntwurfState.OPEN,
        WHEN,
        "Dieser Entwurf ist vorgelegt: Nehmen Sie ihn zurück, um ihn zu ändern."
        if entwurf.state == EntwurfState.PRESENTED
        else "Dieser Entwurf ist veröffentlicht: Kopieren Sie die Version, um weiterzuschreiben.",
    )


@action()
def save(*, entwurf: Entwurf, place: Place, values: dict, version: int, by: User) -> Entwurf:
    """One table of the draft, over exactly the version that the writer has read."""
    is_the_newest(entwurf, version)
    _is_there(entwurf, place).require()
    return _keep(entwurf, tables.saved(entwurf.data, place, values), by)


@action(asks=can_save)
def add(*, entwurf: Entwurf, place: Place, values: dict, version: int, by: User) -> Entwurf:
    """One more row behind the others of its section, or one more gate of its phase."""
    is_the_newest(entwurf, version)
    if place.gate is not None:
        _is_there(entwurf, Place(place.section, place.number)).require()
    return _keep(entwurf, tables.added(entwurf.data, place, values), by)


@action(asks=can_save)
def move(*, entwurf: Entwurf, place: Place, up: bool, version: int, by: User) -> Entwurf:
    is_the_newest(entwurf, version)
    _is_there(entwurf, place).require()
    return _keep(entwurf, tables.moved(entwurf.data, place, up), by)


@action(asks=can_save)
def remove(*, entwurf: Entwurf, place: Place, version: int, by: User) -> Entwurf:
    """Take one row out, a phase with its gates."""
    is_the_newest(entwurf, version)
    _is_there(entwurf, place).require()
    return _keep(entwurf, tables.removed(entwurf.data, place), by)


def _is_there(entwurf: Entwurf, place: Place) -> Verdict:
    return unless(
        tables.at(entwurf.data, place) is not None, WHEN, "Das gibt es in diesem Entwurf nicht."
    )


def _readable(data: dict) -> Verdict:
    return as_verdict(template.examine(data)[1])


def _keep(entwurf: Entwurf, data: dict, by: User) -> Entwurf:
    _readable(data).require()
    overwrite(entwurf, version=None, by=by, data=data)
    return entwurf


# --- publishing -----------------------------------------------------------------------------------


def can_present(user: User, entwurf: Entwurf) -> Verdict:
    return (
        permissions.may_write(user, entwurf.owner)
        & unless(
            entwurf.state == EntwurfState.OPEN, WHEN, "Dieser Entwurf ist schon vorgelegt worden."
        )
        & _fits(entwurf)
    )


def _fits(entwurf: Entwurf) -> Verdict:
    return as_verdict(open_points(entwurf))


def open_points(entwurf: Entwurf) -> list[Problem]:
    """Whatever stands between a draft and its publishing, each at its place."""
    if entwurf.published_as_id:
        return []
    head = entwurf.data["verfahren"]
    return fitting.problems(entwurf.data) + [
        Problem(Place("verfahren", label="Verfahren"), text)
        for text in _next_to_others(entwurf, head)
    ]


def _next_to_others(entwurf: Entwurf, head: dict) -> Iterator[str]:
    """Number and name are those of the next version of its Verfahren."""
    known = Verfahren.objects.filter(owner=entwurf.owner_id, code=head["code"]).first()
    if known and known.versions.filter(number=head["version"]).exists():
        yield f"Version {head['version']} gibt es schon: Wählen Sie eine andere Nummer."
    if known and known.name != head["name"]:
        yield f"{head['code']} heißt in allen Versionen „{known.name}“."


@action()
def present(*, entwurf: Entwurf, by: User) -> Entwurf:
    """Lay the draft before a second person; from here on it waits unchanged."""
    entwurf.state = EntwurfState.PRESENTED
    entwurf.presented_at, entwurf.presented_by = clock.now(), by
    entwurf.save(update_fields=["state", "presented_at", "presented_by"])
    return entwurf


def _is_presented(entwurf: Entwurf) -> Verdict:
    return unless(
        entwurf.state == EntwurfState.PRESENTED,
        WHEN,
        "Dieser Entwurf ist noch nicht vorgelegt."
        if entwurf.state == EntwurfState.OPEN
        else "Dieser Entwurf ist schon veröffentlicht.",
    )


def can_take_back(user: User, entwurf: Entwurf) -> Verdict:
    return permissions.may_write(user, entwurf.owner) & _is_presented(entwurf)


@action()
def take_back(*, entwurf: Entwurf, by: User) -> Entwurf:
    """Open a presented draft again, to go on writing."""
    entwurf.state = EntwurfState.OPEN
    entwurf.presented_at = entwurf.presented_by = None
    entwurf.save(update_fields=["state", "presented_at", "presented_by"])
    return entwurf


def can_publish(user: User, entwurf: Entwurf) -> Verdict:
    return (
        permissions.may_publish(user, entwurf.owner)
        & unless(
            entwurf.presented_by_id != user.pk,
            WHO,
            "Vorgelegt haben Sie selbst: Veröffentlichen muss eine zweite Person.",
        )
        & _is_presented(entwurf)
        & _fits(entwurf)
    )


@action()
def publish(*, entwurf: Entwurf, by: User) -> VerfahrenVersion:
    """Make it a version on which cycles may begin; those that run keep the version they have."""
    written = verfahren.enter(owner=entwurf.owner, template=template.parse(entwurf.data), by=by)
    version = verfahren.publish(version=written, by=by)
    entwurf.state, entwurf.published_as = EntwurfState.PUBLISHED, version
    entwurf.save(update_fields=["state", "published_as"])
    return version


@action(asks=can_save)
def discard(*, entwurf: Entwurf, by: User) -> None:
    """Throw a draft away; a presented one is taken back first, a published one stays."""
    entwurf.delete()
