from auditportal.models import Organisation, OrganisationKind
from auditportal.verdict import WHEN, Verdict, unless
from audits.models import AuditCycle, CycleParty
from handlungsfelder.models import Party


def can_join(cycle: AuditCycle, organisation: Organisation) -> Verdict:
    """Nobody takes part twice, and a Träger runs procedures instead of taking part in them."""
    proposed = cycle.mitwirkungen.open().of_organisation(organisation)
    return (
        unless(not proposed.exists(), WHEN, f"Schon vorgeschlagen: {organisation}.")
        & unless(
            not cycle.parties.of_organisation(organisation).exists(),
            WHEN,
            f"Schon beteiligt: {organisation}.",
        )
        & unless(
            organisation.kind != OrganisationKind.TRAEGER,
            WHEN,
            f"{organisation} ist ein Träger von Verfahren und wirkt nicht mit.",
        )
    )


def is_invited(party: CycleParty) -> Verdict:
    return unless(
        party.function == Party.PARTNER,
        WHEN,
        f"{party.organisation} nimmt selbst teil und lässt sich nicht entlassen.",
    )
