"""Who comes through which door: one row for each route of the resolver, written from the field.

A row names what the route is about (`place`), what kind of place that is, and, for a route that
writes, a body that would be taken from `by`. What the kinds mean for everybody outside:
"""

from dataclasses import dataclass, field
from datetime import timedelta

from auditportal import clock
from tests.audits.uploads import a_pdf

OUTSIDE = ("stranger", "other", "ended", "partner", "reader", "declared", "former")


def kind(**status: int) -> dict[str, int]:
    """Nobody unless it says so; who is not logged in is sent to the login."""
    return {"anonymous": 302} | dict.fromkeys(OUTSIDE, 404) | status


PUBLIC = {"anonymous": 200} | dict.fromkeys(OUTSIDE, 200)
OWN = kind(**dict.fromkeys(OUTSIDE, 200))  # a list of what is one's own, or one's account
OF_A_TRAEGER = kind(**dict.fromkeys(OUTSIDE, 403) | {"other": 200})  # its people see their own rows
OF_THIS_TRAEGER = kind()
INSIDE = kind(reader=200)
CONTENTS = kind(reader=200, partner=200)
# A judgement is known to who judges and has declared, and to who has not, that there is one.
JUDGEMENT = kind(reader=200, declared=200)
VOTUM = kind(reader=403, declared=200)
DECLARATION = kind(reader=403, declared=403)  # of somebody else
CYCLE = kind(reader=200, partner=200, declared=200)
MASTER_DATA = kind(reader=200, other=200)  # shared between Träger, people are not
PEOPLE = kind(reader=200)
TOKEN = {"anonymous": 404} | dict.fromkeys(OUTSIDE, 404)  # who does not hold it finds nothing
# Writing: who reads may not, and is told so.
WRITES_INSIDE = kind(reader=403)
WRITES_CONTENTS = kind(reader=403, partner=200)
RELEASED_CONTENTS = kind(reader=403, partner=409)  # a partner might, but nothing changes any more
WRITES_MASTER_DATA = kind(reader=403, other=403)
STARTS = kind(**dict.fromkeys(OUTSIDE, 403) | {"other": 200})


@dataclass(frozen=True)
class Row:
    place: str = ""  # names of things in the world, in the order of the address
    kind: dict[str, int] = field(default_factory=dict)
    writes: dict[str, int] | None = None
    body: dict | None = None
    by: str = ""


def day(ahead: int = 0) -> str:
    return f"{clock.today() + timedelta(days=ahead):%Y-%m-%d}"


def NEW_FILE():  # noqa: N802 — as the other values of bodies
    return a_pdf(text="neu")


PLAN = {"title": "Klausur", "day": day(9), "place": "Rathaus", "version": 0}


def reads(place: str, kind: dict[str, int]) -> Row:
    return Row(place, kind)


def writes(place: str, kind: dict[str, int], by: str, /, **body) -> Row:
    return Row(place, writes=kind, by=by, body=body)


def page(place: str, kind: dict[str, int], by: str, /, **body) -> Row:
    """A form: it is not even shown to who may not send it."""
    return Row(place, kind, kind, body, by)


AUDITS = {
    "task_list": reads("", OWN),
    "cycle_list": reads("", OWN),
    "angebot_inbox": reads("", OWN),
    "mitwirkung_inbox": reads("", OWN),
    "white_spot_list": reads("", OF_A_TRAEGER),
    "cycle_start": page("", STARTS, "office"),
    "cycle_detail": reads("goals", CYCLE),
    "cycle_history": reads("goals", INSIDE),
    "cycle_contact": page("goals", WRITES_INSIDE, ""),
    "cycle_stop": page("talks", kind(reader=403, partner=403, declared=403), ""),
    "run_detail": reads("goals run", INSIDE),
    "run_advance": writes("writing run", WRITES_INSIDE, ""),
    "vermerk_note": page("talks run, gate", WRITES_INSIDE, "office", on=day(), checked="1"),
    "reminder_list": reads("goals", INSIDE),
    "leiter_detail": reads("town", MASTER_DATA),
    # contents
    "bestandsaufnahme": reads("survey", CONTENTS),
    "bestandsaufnahme_feld": Row("survey, feld", CONTENTS, WRITES_CONTENTS, {}),
    "answer_save": writes("survey, frage", WRITES_CONTENTS, "editor"),
    "finding_save": writes("survey, feld", WRITES_CONTENTS, "editor"),
    "bestandsaufnahme_release": writes("survey", kind(reader=403, partner=403), ""),
    "profil": Row("profile", CONTENTS, WRITES_CONTENTS, {}),
    "profil_release": writes("profile", kind(reader=403, partner=403), ""),
    "swot_save": writes("profile", WRITES_CONTENTS, ""),
    "kennzahl_add": page("profile", RELEASED_CONTENTS, ""),
    "kennzahl_change": page("figure", RELEASED_CONTENTS, ""),
    "kennzahl_remove": page("figure", RELEASED_CONTENTS, ""),
    "vorhaben_add": page("profile", RELEASED_CONTENTS, ""),
    "vorhaben_change": page("project", RELEASED_CONTENTS, ""),
    "vorhaben_remove": page("project", RELEASED_CONTENTS, ""),
    "quartier_detail": reads("quarter", CONTENTS),
    "quartier_change": page("quarter", WRITES_CONTENTS, ""),
    "thema_list": reads("workshop", CONTENTS),
    "thema_choose": page("workshop, digitalisierung", WRITES_CONTENTS, ""),
    "thema_describe": page("workshop, wohnen", WRITES_CONTENTS, ""),
    "thema_drop": writes("workshop, wohnen", WRITES_CONTENTS, ""),
    "thema_up": writes("workshop, wohnen", WRITES_CONTENTS, ""),
    "thema_down": writes("workshop, wohnen", WRITES_CONTENTS, ""),
    "bilanz": Row("balance", CONTENTS, WRITES_CONTENTS, {}),
    "goal_list": reads("goals", CONTENTS),
    "goal_detail": reads("goal", kind(reader=302, partner=302)),
    "goal_add": page("goals, feld", WRITES_CONTENTS, "editor", title="Neu"),
    "goal_change": page("goal", WRITES_CONTENTS, "editor", title="Neu", version=1),
    "goal_remove": page("another", WRITES_CONTENTS, "editor"),
    "goal_up": writes("another", WRITES_CONTENTS, "editor"),
    "goal_down": writes("goal", WRITES_CONTENTS, "editor"),
    "goal_assign": Row("goal", CONTENTS, WRITES_CONTENTS, {}, "editor"),
    "measure_add": page("goal", WRITES_CONTENTS, "editor", title="Neu"),
    "measure_detail": reads("measure", kind(reader=302, partner=302)),
    "measure_change": page("measure", WRITES_CONTENTS, "editor", title="Neu", version=1),
    "measure_remove": page("last", WRITES_CONTENTS, "editor"),
    "measure_up": writes("last", WRITES_CONTENTS, "editor"),
    "measure_down": writes("measure", WRITES_CONTENTS, "editor"),
    "measure_assign": Row("measure", CONTENTS, WRITES_CONTENTS, {}, "editor"),
    "white_spots": reads("goals", CONTENTS),
    "veranstaltung_list": reads("goals", CONTENTS),
    "veranstaltung_detail": reads("event", CONTENTS),
    "veranstaltung_ics": reads("event", CONTENTS),
    # what binds or is kept
    "bruecke_list": reads("goals", WRITES_INSIDE),
    "bruecke_detail": page("goals, reporting", kind(), ""),
    "veranstaltung_add": page("goals run, zielvereinbarungsworkshop", WRITES_INSIDE, "editor"),
    "veranstaltung_add_free": page("goals", WRITES_INSIDE, "editor", **PLAN),
    "veranstaltung_change": page(
        "event", kind(reader=403, partner=403), "editor", **PLAN | {"version": 1}
    ),
    "veranstaltung_invite": page("event", kind(reader=403, partner=403), "editor", name="Kita"),
    "veranstaltung_hold": page(
        "event", kind(reader=403, partner=403), "editor", held_on=day(), minutes="Alle da."
    ),
    "veranstaltung_uninvite": writes("guest", kind(reader=403, partner=403), "editor"),
    "document_list": reads("contract", INSIDE),
    "document_detail": reads("free paper", INSIDE),
    "document_download": reads("free paper", INSIDE),
    "document_add": page(
        "contract run, kooperation", WRITES_INSIDE, "editor", title="Neu", file=NEW_FILE
    ),
    "document_add_free": page("contract", WRITES_INSIDE, "office", title="Neu", file=NEW_FILE),
    "document_replace": page("free paper", WRITES_INSIDE, "editor", title="Neu", file=NEW_FILE),
    "document_release": writes("released", WRITES_INSIDE, "auditor"),
    "document_sign": writes("paper, owner", WRITES_INSIDE, "office", signed_on=day()),
    "beschluss_list": reads("submitting", INSIDE),
    "beschluss_detail": reads("beschluss", INSIDE),
    "beschluss_enter": page("deciding run, agreement", WRITES_INSIDE, ""),
    "beschluss_attach": page("beschluss", WRITES_INSIDE, "editor", file=NEW_FILE),
    "beschluss_confirm": writes("beschluss", WRITES_INSIDE, ""),
    "agreement_check": reads("writing", INSIDE),
    "agreement_freeze": writes("writing", WRITES_INSIDE, ""),
    "fassung_detail": reads("fassung", INSIDE),
    "fassung_json": reads("fassung", INSIDE),
    "fassung_pdf": reads("fassung", kind(reader=202)),
    "zustimmung_detail": reads("agreed", INSIDE),
    "zustimmung_give": writes("agreed, quarter town", WRITES_INSIDE, ""),
    "angebot_list": reads("region", INSIDE),
    "angebot_offer": page("region", WRITES_INSIDE, ""),
    "angebot_withdraw": writes("offer", WRITES_INSIDE, "editor"),
    "angebot_answer": page("offer", kind(), "town", state="accepted"),
    "submission_check": Row("submitting", INSIDE, WRITES_INSIDE, {}, ""),
    # what is set right
    "beschluss_correct": page("beschluss", WRITES_INSIDE, ""),
    "vermerk_correct": page("vermerk", WRITES_INSIDE, ""),
    "signature_correct": page("signature", WRITES_INSIDE, ""),
    "minutes_correct": page("held", kind(reader=403, partner=403), ""),
    "freigabe_correct": page("freigabe", WRITES_INSIDE, ""),
    "run_correct": page("goals run", WRITES_INSIDE, ""),
    "submission_correct": page("begutachtung", kind(reader=403, declared=403), ""),
    "report_correct": page("sent in", kind(reader=403, partner=403), ""),
    # who takes part, who is sent
    "beteiligung_list": reads("goals", CONTENTS),
    "beteiligung_release": writes("goals, party", kind(reader=403, partner=200), "office"),
    "mitwirkung_propose": writes("goals", WRITES_INSIDE, "editor", q="Neuland"),
    "mitwirkung_give": writes("proposed", WRITES_INSIDE, "signatory"),
    "mitwirkung_accept": writes("given", WRITES_INSIDE, "guest"),
    "mitwirkung_decline": writes("given", WRITES_INSIDE, "guest"),
    "berufung_list": reads("judging", INSIDE),
    "berufung_appoint": writes("judging, assessor function", WRITES_INSIDE, ""),
    "berufung_dismiss": page("berufung", kind(reader=403, declared=403), "office", reason="Ende."),
    "berufung_declare": page("open berufung", DECLARATION, "undeclared", choice="unbiased"),
    "berufung_step_back": page("open berufung", DECLARATION, "undeclared", reason="Doch."),
    # the judgement
    "begutachtung_detail": reads("begutachtung", JUDGEMENT),
    "begutachtung_sign_off": writes(
        "ready", kind(reader=403, declared=403), "office", judgement="positive", checked="1"
    ),
    "dossier_detail": reads("begutachtung", JUDGEMENT),
    "dossier_zip": reads("begutachtung", JUDGEMENT),
    "dossier_document": reads("begutachtung, paper number", kind()),
    "votum_write": page("begutachtung", VOTUM, "", summary="Gut."),
    "votum_sign": page("votum", kind(reader=403, declared=200), ""),
    # reports
    "jahresbericht_detail": reads("report", CONTENTS),
    "jahresbericht_check": reads("report", CONTENTS),
    "jahresbericht_entry": page(
        "report, reported", WRITES_CONTENTS, "editor", progress="running", text="Gut.", version=0
    ),
    "jahresbericht_carry_over": writes("report", WRITES_CONTENTS, "editor"),
    "jahresbericht_summary": writes("report", WRITES_CONTENTS, ""),
    "jahresbericht_submit": writes("report", kind(reader=403, partner=403), ""),
    "jahresbericht_accept": writes("sent in", kind(reader=403, partner=403), "office"),
    "jahresbericht_give_back": page(
        "sent in", kind(reader=403, partner=403), "office", reason="Genauer."
    ),
}
CERTIFICATES = {
    "certificate_list": reads("", OF_A_TRAEGER),
    "zertifikat_issue": page(
        "certifying", WRITES_INSIDE, "director", valid_from=day(), checked="1"
    ),
    "zertifikat_preview": reads("certifying", WRITES_INSIDE),
    "zertifikat_detail": reads("zertifikat", INSIDE),
    "zertifikat_urkunde": reads("zertifikat", INSIDE),
    "zertifikat_suspend": page("zertifikat", WRITES_INSIDE, "director", reason="Ruht."),
    "zertifikat_resume": writes("zertifikat", WRITES_INSIDE, ""),
    "zertifikat_withdraw": page("zertifikat", WRITES_INSIDE, ""),
    "zertifikat_check": reads("public", PUBLIC),
    "zertifikat_compare": Row("public", {}, PUBLIC, {"file": NEW_FILE}, "stranger"),
}
PORTAL = {
    "organisation_list": reads("", OWN),
    "organisation_create": page("", STARTS, "office", name="Neu", kind="kommune"),
    "organisation_create_from_register": page("entry", STARTS, ""),
    "register_search": reads("", OF_A_TRAEGER),
    "organisation_detail": reads("town", MASTER_DATA),
    "organisation_change": page("town", WRITES_MASTER_DATA, ""),
    "organisation_history": reads("town", MASTER_DATA),
    "contact_create": page("town", WRITES_MASTER_DATA, "editor", name="Anna", phone="0234 1"),
    "contact_change": page(
        "contact", kind(reader=403), "editor", name="Anna", phone="0234 1", version=0
    ),
    "contact_remove": writes("contact", kind(reader=403), "editor"),
    "invitation_create": page("town", WRITES_MASTER_DATA, "signatory"),
    "invitation_renew": writes("invitation", kind(reader=403), "signatory"),
    "invitation_withdraw": writes("invitation", kind(reader=403), "signatory"),
    "invitation_accept": page("token", TOKEN, ""),
    "mitgliedschaft_change": page("membership", kind(reader=403), "signatory", role="reader"),
    "mitgliedschaft_end": page("membership", kind(reader=403), "signatory"),
    "betreuung_ask": writes("town", kind(reader=403, other=200), "other"),
    "betreuung_grant": writes("care", kind(reader=403), "signatory"),
    "betreuung_decline": writes("care", kind(reader=403), "signatory"),
}
WORKSHOP = {
    "entwurf_list": reads("", OF_A_TRAEGER),
    "entwurf_create": page("", STARTS, ""),
    "entwurf_import": page("", STARTS, ""),
    **{
        name: reads("draft", OF_THIS_TRAEGER)
        for name in ("entwurf_detail", "entwurf_compare", "entwurf_export", "entwurf_preview")
    },
    **{name: page("draft", OF_THIS_TRAEGER, "") for name in ("entwurf_discard", "entwurf_publish")},
    **{
        name: writes("draft", OF_THIS_TRAEGER, "")
        for name in ("entwurf_present", "entwurf_take_back")
    },
    "section_change": page("draft, verfahren", OF_THIS_TRAEGER, ""),
    "row_list": reads("draft, phasen", OF_THIS_TRAEGER),
    "row_add": page("draft, phasen", OF_THIS_TRAEGER, ""),
    "row_change": page("draft, phasen, first", OF_THIS_TRAEGER, ""),
    "row_remove": page("draft, phasen, first", OF_THIS_TRAEGER, ""),
    "row_up": writes("draft, phasen, first", OF_THIS_TRAEGER, ""),
    "row_down": writes("draft, phasen, first", OF_THIS_TRAEGER, ""),
    "gate_choose": reads("draft, first", OF_THIS_TRAEGER),
    "gate_add": page("draft, first, kind", OF_THIS_TRAEGER, ""),
    "gate_change": page("draft, first, first", OF_THIS_TRAEGER, ""),
    "gate_remove": page("draft, first, first", OF_THIS_TRAEGER, ""),
    "gate_up": writes("draft, first, first", OF_THIS_TRAEGER, ""),
    "gate_down": writes("draft, first, first", OF_THIS_TRAEGER, ""),
    "verfahren_list": reads("", PUBLIC),
    "verfahren_detail": reads("version", PUBLIC),
    "version_list": reads("", OF_A_TRAEGER),
    "version_compare": reads("version", OF_THIS_TRAEGER),
    "version_export": reads("version", OF_THIS_TRAEGER),
    "version_copy": writes("version", OF_THIS_TRAEGER, "office"),
    "phasehelp_list": reads("version", OF_THIS_TRAEGER),
    "phasehelp_change": page("version, phase", OF_THIS_TRAEGER, ""),
    "programm_list": reads("", OF_A_TRAEGER),
    "programm_create": page("", STARTS, ""),
    "programm_change": page("programm", OF_THIS_TRAEGER, ""),
}
TABLE = {
    **{f"audits:{name}": row for name, row in AUDITS.items()},
    **{f"certificates:{name}": row for name, row in CERTIFICATES.items()},
    **{f"auditportal:{name}": row for name, row in PORTAL.items()},
    **{f"handlungsfelder:{name}": row for name, row in WORKSHOP.items()},
    **{
        name: reads("", PUBLIC)
        for name in ("impressum", "datenschutz", "barrierefreiheit", "hilfe")
    },
    "account": reads("", OWN),
    "session": reads("", PUBLIC),
    "display": writes("", OWN, "reader", theme="dark"),
}
# What is no room's own: the login and what belongs to it, and what machines ask.
LOGIN = {
    "account_change_password", "account_confirm_email", "account_confirm_login_code",
    "account_email", "account_email_verification_sent", "account_inactive", "account_login",
    "account_logout", "account_reauthenticate", "account_request_login_code",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_set_password", "account_signup",
    "health", "health_web",
}  # fmt: skip
