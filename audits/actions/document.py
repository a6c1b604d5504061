"""Papers of a cycle: brought in, replaced by newer ones, signed on a day, released."""

import datetime as dt

from django.urls import reverse

from auditportal import clock, notation
from auditportal.action import happened, part
from auditportal.documents import Upload, fill
from auditportal.models import Organisation, User
from auditportal.permissions import holds
from auditportal.verdict import WHEN, WHO, Verdict, unless
from audits import gates, permissions
from audits.actions import action
from audits.gates.document import (
    asked_for,
    asks,
    current,
    is_newest,
    is_not_past,
    is_not_signed,
    signing_organisations,
)
from audits.models import AuditCycle, CycleDocument, CycleEventKind, Freigabe, Signature
from handlungsfelder.models import Party, Right


def can_add(
    user: User, cycle: AuditCycle, code: str = "", owner: Organisation | None = None
) -> Verdict:
    """Any paper while the cycle runs; one that a phase asks for, until that phase is left."""
    older = current(cycle, code) if code else None
    return (
        _may_bring(user, cycle, code) & is_not_signed(older) & _may_keep(user, cycle, code, owner)
    )


def _may_keep(user: User, cycle: AuditCycle, code: str, owner: Organisation | None) -> Verdict:
    """What one side keeps for itself is brought by its own people; a phase asks all for its own."""
    if owner is None:
        return Verdict()
    return unless(
        holds(user, Right.CHANGE, owner.pk) and owner in own_sides(user, cycle),
        WHO,
        f"Das bearbeitet nur: {owner}.",
    ) & unless(not asked_for(cycle, code), WHEN, "Dieses Dokument ist für alle Beteiligten.")


def own_sides(user: User, cycle: AuditCycle) -> list[Organisation]:
    """For whom somebody may keep a paper back; where nobody else takes part there is no need."""
    parties = list(cycle.parties.select_related("organisation"))
    if len(parties) < 2:
        return []
    sides = [party.organisation for party in parties]
    return [one for one in sides if holds(user, Right.CHANGE, one.pk)]


def _may_bring(user: User, cycle: AuditCycle, code: str) -> Verdict:
    verdict = permissions.may_carry(user, cycle) & gates.is_running(cycle)
    return verdict & is_not_past(cycle, code) if code and verdict else verdict


@action(CycleEventKind.DOCUMENT_ADDED)
def add(
    *,
    cycle: AuditCycle,
    code: str,
    title: str,
    upload: Upload,
    by: User,
    owner: Organisation | None = None,
) -> CycleDocument:
    """Keep a file that passed `DocumentField`; one with the same code replaces the older.

    Without a code it is a paper of its own and gets one, by which its versions stay together.
    With an `owner` it is seen by that side alone, the companion and the Träger.
    """
    _is_new(cycle, code, title, upload, owner).require()
    older = current(cycle, code) if code else None
    code = code or f"frei-{cycle.documents.count() + 1}"
    about = {"code": code, "title": title, "owner": owner, "replaces": older}
    return _keep(CycleDocument(cycle=cycle, **about), upload, by)


def can_replace(user: User, document: CycleDocument) -> Verdict:
    cycle, code = document.cycle, document.code
    verdict = _may_bring(user, cycle, code) & _may_keep(user, cycle, code, document.owner)
    return verdict & is_newest(document) & is_not_signed(document)


@action(CycleEventKind.DOCUMENT_ADDED)
def replace(*, document: CycleDocument, title: str, upload: Upload, by: User) -> CycleDocument:
    """Bring a newer version of a paper; the older one stays."""
    cycle, owner, code = document.cycle, document.owner, document.code
    _is_new(cycle, code, title, upload, owner).require()
    about = {"code": code, "title": title, "owner": owner, "replaces": document}
    return _keep(CycleDocument(cycle=cycle, **about), upload, by)


def _is_new(
    cycle: AuditCycle, code: str, title: str, upload: Upload, owner: Organisation | None
) -> Verdict:
    """A second click, or the old file once more, makes no second version."""
    same = cycle.documents.current().filter(sha256=upload.sha256, owner=owner)
    found = same.with_code(code).first() if code else same.filter(title=title).first()
    return unless(
        found is None,
        WHEN,
        f"Genau diese Datei liegt schon vor: {found}.",
        link=reverse("audits:document_detail", args=[found.pk]) if found else "",
    )


def _keep(document: CycleDocument, upload: Upload, by: User) -> CycleDocument:
    fill(document, upload, by=by).save()
    gates.settle(document.cycle)
    what = f"ein Dokument nur für {document.owner}" if document.owner else document
    text = f"{'Ersetzt' if document.replaces_id else 'Hochgeladen'}: {what}."
    happened(text)
    return document


def can_sign(user: User, document: CycleDocument, organisation: Organisation) -> Verdict:
    cycle = document.cycle
    return (
        may_enter_for(user, cycle, organisation)
        & gates.is_running(cycle)
        & unless(
            asks(document, "signed") and organisation in signing_organisations(cycle),
            WHEN,
            f"{organisation} unterzeichnet dieses Dokument nicht.",
        )
        & unless(
            organisation.pk not in {one.organisation_id for one in document.signatures_in_force},
            WHEN,
            f"Die Unterschrift ist schon eingetragen: {organisation}.",
        )
        & is_newest(document)
    )


def may_enter_for(user: User, cycle: AuditCycle, organisation: Organisation) -> Verdict:
    """Each side speaks for itself alone, whoever has the paper in hand."""
    if organisation.pk == cycle.owner_id:
        return permissions.may_act(user, cycle, Party.TRAEGER, Right.RUN)
    return unless(
        holds(user, Right.CHANGE, organisation.pk), WHO, f"Das trägt ein: {organisation}."
    )


@action(CycleEventKind.DOCUMENT_SIGNED)
def sign(
    *, document: CycleDocument, organisation: Organisation, signed_on: dt.date, by: User
) -> Signature:
    """Write down on which day a side signed the paper."""
    signature = write_signature(document, organisation, signed_on)
    happened(f"„{document}“ unterzeichnet: {organisation} am {notation.day(signed_on)}.")
    return signature


@part
def write_signature(
    document: CycleDocument, organisation: Organisation, signed_on: dt.date
) -> Signature:
    """The day, or the one that is right instead of another."""
    unless(signed_on <= clock.today(), WHEN, "Dieser Tag liegt in der Zukunft.").require()
    return Signature.objects.create(
        cycle=document.cycle,
        document=document,
        organisation=organisation,
        entry_number=document.signatures.by_organisation(organisation).count() + 1,
        signed_on=signed_on,
    )


def can_release(user: User, document: CycleDocument) -> Verdict:
    return (
        permissions.may_act(user, document.cycle, Party.AUDITOR, Right.ACCOMPANY)
        & gates.is_running(document.cycle)
        & unless(asks(document, "released"), WHEN, "Dieses Dokument braucht keine Freigabe.")
        & unless(
            not document.freigaben.in_force().exists(), WHEN, f"„{document}“ ist schon freigegeben."
        )
        & is_newest(document)
    )


@action(CycleEventKind.RELEASED)
def release(*, document: CycleDocument, by: User) -> Freigabe:
    """The companion finds exactly this file good."""
    freigabe = Freigabe.objects.create(
        cycle=document.cycle,
        subject="document",
        document=document,
        entry_number=document.freigaben.count() + 1,
        released_at=clock.now(),
        released_by=by,
    )
    happened(f"Freigegeben: {document}.")
    return freigabe
