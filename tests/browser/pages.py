"""Every page of the portal, as the role that sees most of it, and its states of error."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from playwright.sync_api import Page

from tests.browser import acts
from tests.browser.acts import send
from tests.browser.world import World

STRANGER = ""


@dataclass(frozen=True)
class Case:
    """One page: its template, who looks at it, where it is, and what is done to get it.

    `place` is the name of its address with the names of things in the world.
    """

    template: str
    role: str
    place: str
    act: Callable[[Page, World], None] | None = None
    status: int = 200

    def __str__(self):
        act = f"-{self.act.__name__}" if self.act else ""
        return f"{self.template.removesuffix('.html')}-{self.role or 'stranger'}{act}"


def account(template: str, role: str, place: str, *rest) -> Case:
    return Case(f"account/{template}.html", role, f"account_{place}", *rest)


def in_room(room: str, template: str, role: str, place: str, *rest) -> Case:
    return Case(f"{room}/{template}.html", role, f"{room}:{place}", *rest)


portal = partial(in_room, "auditportal")
audit = partial(in_room, "audits")
award = partial(in_room, "certificates")
procedure = partial(in_room, "handlungsfelder")


# --- the pages ------------------------------------------------------------------------------------

EDITOR, DECIDER, REPORTER = "kornwestheim-editor", "nordkirchen-editor", "lennestadt-editor"
STARTS = [
    audit("task_list", role, "task_list")
    for role in ("office", "director", "auditor", "first", REPORTER)
]
DEMO = [
    account("login", STRANGER, "login"),
    Case("auditportal/demo_mailbox.html", STRANGER, "demo_mailbox"),
]
ACCOUNT = [
    account("login", STRANGER, "login"),
    account("login", STRANGER, "login", send),
    account("request_login_code", STRANGER, "request_login_code"),
    account("confirm_login_code", STRANGER, "request_login_code", acts.ask_for_a_code),
    account("password_reset", STRANGER, "reset_password"),
    account("password_reset_done", STRANGER, "reset_password_done"),
    account("password_reset_from_key", STRANGER, "reset_password_from_key uid key"),
    account("password_reset_from_key", STRANGER, "reset_password_from_key uid wrong"),
    account("password_reset_from_key_done", STRANGER, "reset_password_from_key_done"),
    account("signup_closed", STRANGER, "signup"),
    account("account_inactive", STRANGER, "inactive"),
    account("logout", "office", "logout"),
    account("password_change", "office", "change_password"),
    account("password_change", "office", "change_password", send),
    account("password_set", "passwordless", "set_password"),
    account("reauthenticate", "director", "reauthenticate"),
    Case("auditportal/account_detail.html", "office", "account"),
]
PUBLIC = [
    Case("auditportal/page_impressum.html", STRANGER, "impressum"),
    Case("auditportal/page_datenschutz.html", STRANGER, "datenschutz"),
    Case("auditportal/page_barrierefreiheit.html", STRANGER, "barrierefreiheit"),
    Case("auditportal/page_hilfe.html", STRANGER, "hilfe"),
    portal("invitation_accept", STRANGER, "invitation_accept newcomer"),
    portal("invitation_accept", STRANGER, "invitation_accept newcomer", send, 422),
    portal("invitation_confirm", "auditor", "invitation_accept known"),
    portal("invitation_accepted", STRANGER, "invitation_accept accepted"),
    procedure("verfahren_list", STRANGER, "verfahren_list"),
    procedure("verfahren_detail", STRANGER, "verfahren_detail version"),
    award("zertifikat_check", STRANGER, "zertifikat_check token"),
    award("zertifikat_check", STRANGER, "zertifikat_check token", send, 422),
    award("zertifikat_unknown", STRANGER, "zertifikat_check nowhere", None, 404),
]
ORGANISATIONS = [
    portal("organisation_list", "director", "organisation_list"),
    portal("organisation_create", "director", "organisation_create"),
    portal("organisation_create", "director", "organisation_create", send, 422),
    portal("register_search", "director", "register_search"),
    portal("organisation_detail", "director", "organisation_detail organisation"),
    portal("organisation_change", "director", "organisation_change organisation"),
    portal("organisation_history", "director", "organisation_history organisation"),
    portal("contact_form", "director", "contact_change contact"),
    portal("contact_form", "director", "contact_create organisation", send, 422),
    portal("invitation_form", "signatory", "invitation_create organisation"),
    portal("invitation_form", "signatory", "invitation_create organisation", send, 422),
    portal("mitgliedschaft_change", "signatory", "mitgliedschaft_change member"),
    portal("mitgliedschaft_end", "signatory", "mitgliedschaft_end member"),
]
CYCLES = [
    audit("cycle_list", "office", "cycle_list"),
    audit("cycle_start", "office", "cycle_start"),
    audit("cycle_start", "office", "cycle_start", acts.choose_organisation),
    audit("cycle_start", "office", "cycle_start", acts.choose_and_send, 422),
    audit("cycle_detail", "office", "cycle_detail lennestadt"),
    audit("cycle_history", "office", "cycle_history lennestadt"),
    audit("cycle_stop", "office", "cycle_stop kornwestheim"),
    audit("cycle_contact", "office", "cycle_contact kornwestheim"),
    audit("cycle_assessor", "first", "cycle_detail gera"),
    audit("run_detail", "office", "run_detail deciding"),
    audit("reminder_list", "office", "reminder_list lennestadt"),
    audit("vermerk_note", "office", "vermerk_note talks offer"),
    audit("vermerk_note", "office", "vermerk_note talks offer", send, 422),
    Case("check.html", "office", "audits:vermerk_note talks offer", acts.fill_in_a_vermerk),
    audit("berufung_list", "office", "berufung_list gera"),
    audit("berufung_list", "office", "berufung_list gera", acts.appoint_nobody, 422),
    audit("berufung_dismiss", "office", "berufung_dismiss berufung"),
    audit("berufung_declare", "first", "berufung_declare berufung"),
    audit("berufung_declare", "first", "berufung_declare berufung", send, 422),
]
WORK = [
    audit("bestandsaufnahme_detail", "auditor", "bestandsaufnahme kornwestheim"),
    audit("bestandsaufnahme_feld", EDITOR, "bestandsaufnahme_feld kornwestheim hf1"),
    audit(
        "bestandsaufnahme_feld",
        EDITOR,
        "bestandsaufnahme_feld kornwestheim hf1",
        acts.write_too_much,
        422,
    ),
    audit("document_list", EDITOR, "document_list kornwestheim"),
    audit("document_form", EDITOR, "document_add_free kornwestheim"),
    audit("document_form", EDITOR, "document_add_free kornwestheim", acts.bring_21_mb, 413),
    audit("document_detail", EDITOR, "document_detail document"),
    audit("document_detail", "office", "document_detail signed"),
    audit("veranstaltung_list", EDITOR, "veranstaltung_list kornwestheim"),
    audit("veranstaltung_form", EDITOR, "veranstaltung_change event"),
    audit("veranstaltung_form", EDITOR, "veranstaltung_add_free kornwestheim", send, 422),
    audit("veranstaltung_form", EDITOR, "veranstaltung_change event", acts.overwrite_event, 409),
    audit("veranstaltung_detail", EDITOR, "veranstaltung_detail event"),
    audit("veranstaltung_detail", "office", "veranstaltung_detail held"),
    audit("veranstaltung_invite", EDITOR, "veranstaltung_invite event"),
    audit("veranstaltung_hold", EDITOR, "veranstaltung_hold event"),
    Case("check.html", EDITOR, "audits:veranstaltung_hold event", send),
    audit("goal_list", EDITOR, "goal_list kornwestheim"),
    audit("goal_list", "office", "goal_list lennestadt"),
    audit("bilanz", "balancer", "bilanz balancing"),
    audit("bilanz", "balancer", "bilanz balancing", acts.end_a_goal_alone, 422),
    audit("bilanz", "office", "bilanz balanced"),
    audit("goal_write", EDITOR, "measure_change measure"),
    audit("goal_write", EDITOR, "goal_add kornwestheim hf1", send, 422),
    audit("goal_write", EDITOR, "goal_change goal", acts.overwrite_goal, 409),
    audit("goal_remove", EDITOR, "goal_remove goal"),
    audit("zuordnung_form", EDITOR, "measure_assign measure"),
    audit("white_spots", EDITOR, "white_spots kornwestheim"),
    audit("white_spot_list", "office", "white_spot_list"),
    audit("leiter_detail", "office", "leiter_detail organisation"),
]
DECISIONS = [
    audit("agreement_check", DECIDER, "agreement_check nordkirchen"),
    audit("fassung_detail", DECIDER, "fassung_detail fassung"),
    audit("fassung_pending", DECIDER, "fassung_pdf fassung", None, 202),
    audit("beschluss_list", DECIDER, "beschluss_list nordkirchen"),
    audit("beschluss_detail", DECIDER, "beschluss_detail beschluss"),
    audit("beschluss_attach", DECIDER, "beschluss_attach beschluss"),
    audit("beschluss_enter", DECIDER, "beschluss_enter deciding agreement"),
    audit("beschluss_enter", DECIDER, "beschluss_enter deciding agreement", send, 422),
    Case("check.html", DECIDER, "audits:beschluss_enter deciding agreement", acts.refuse_with_yes),
    audit("berichtigung_write", DECIDER, "beschluss_correct beschluss"),
    audit("berichtigung_write", DECIDER, "beschluss_correct beschluss", send, 422),
    Case("check.html", "office", "audits:run_correct left", acts.say_why),
    audit("beschluss_detail", EDITOR, "beschluss_detail wrong"),
    audit("beschluss_list", EDITOR, "beschluss_list kornwestheim"),
    Case("check.html", DECIDER, "audits:beschluss_enter deciding agreement", acts.not_sure, 422),
    audit("submission_check", DECIDER, "submission_check nordkirchen"),
    audit("submission_receipt", "gera-editor", "submission_check gera"),
]
JUDGEMENT = [
    audit("begutachtung_detail", "second", "begutachtung_detail begutachtung"),
    audit("begutachtung_detail", "director", "begutachtung_detail judged"),
    audit("begutachtung_detail", "director", "begutachtung_detail judged", send, 422),
    audit("berufung_step_back", "second", "berufung_step_back declared"),
    audit("dossier_detail", "second", "dossier_detail begutachtung"),
    audit("dossier_closed", "first", "dossier_detail begutachtung", None, 403),
    audit("votum_write", "second", "votum_write begutachtung"),
    audit("votum_write", "second", "votum_write begutachtung", acts.overwrite_votum, 409),
    audit("votum_sign", "second", "votum_sign votum"),
    award("zertifikat_issue", "director", "zertifikat_issue certifying"),
    award("zertifikat_list", "director", "certificate_list"),
    award("zertifikat_detail", "director", "zertifikat_detail zertifikat"),
    award("zertifikat_suspend", "director", "zertifikat_suspend zertifikat"),
    award("zertifikat_suspend", "director", "zertifikat_suspend zertifikat", send, 422),
    award("zertifikat_withdraw", "director", "zertifikat_withdraw zertifikat"),
    award("zertifikat_withdraw", "director", "zertifikat_withdraw zertifikat", send, 422),
]
REPORTS = [
    audit("jahresbericht_detail", REPORTER, "jahresbericht_detail report"),
    audit("jahresbericht_detail", "office", "jahresbericht_detail submitted"),
    audit("jahresbericht_detail", "office", "jahresbericht_detail last"),
    audit("jahresbericht_entry", REPORTER, "jahresbericht_entry report missing"),
    audit(
        "jahresbericht_entry",
        REPORTER,
        "jahresbericht_entry report missing",
        acts.late_without_reason,
        422,
    ),
    audit(
        "jahresbericht_entry",
        REPORTER,
        "jahresbericht_entry report entered",
        acts.overwrite_entry,
        409,
    ),
    audit(
        "jahresbericht_summary",
        REPORTER,
        "jahresbericht_detail report",
        acts.overwrite_text,
        409,
    ),
    audit("jahresbericht_check", REPORTER, "jahresbericht_check report"),
    audit("jahresbericht_return", "office", "jahresbericht_give_back submitted"),
    audit("jahresbericht_return", "office", "jahresbericht_give_back submitted", send, 422),
]
WORKSHOP = [
    procedure("entwurf_list", "office", "entwurf_list"),
    procedure("entwurf_create", "office", "entwurf_create"),
    procedure("entwurf_create", "office", "entwurf_create", send, 422),
    procedure("entwurf_import", "office", "entwurf_import"),
    procedure("entwurf_import", "office", "entwurf_import", send, 422),
    procedure("entwurf_detail", "office", "entwurf_detail draft"),
    procedure("entwurf_detail", "office", "entwurf_detail gaps"),
    procedure("entwurf_detail", "director", "entwurf_detail presented"),
    procedure("entwurf_form", "office", "section_change draft verfahren"),
    procedure("entwurf_form", "office", "section_change draft woerter", acts.empty_field, 422),
    procedure("entwurf_form", "office", "row_change draft phasen 3"),
    procedure("entwurf_form", "office", "gate_change gaps 0 0"),
    procedure("entwurf_form", "office", "section_change draft verfahren", acts.overwrite_head, 409),
    procedure("entwurf_ask", "director", "entwurf_publish presented"),
    procedure("entwurf_ask", "office", "row_remove draft phasen 0"),
    procedure("entwurf_preview", "office", "entwurf_preview draft"),
    procedure("row_list", "office", "row_list draft phasen"),
    procedure("row_list", "office", "row_list gaps phasen"),
    procedure("row_list", "director", "row_list presented handlungsfelder"),
    procedure("gate_choose", "office", "gate_choose draft 0"),
    procedure("version_list", "office", "version_list"),
    procedure("version_compare", "office", "entwurf_compare changed"),
    procedure("phasehelp_list", "office", "phasehelp_list today"),
    procedure("phasehelp_change", "office", "phasehelp_change today explained"),
    procedure(
        "phasehelp_change", "office", "phasehelp_change today explained", acts.write_html, 422
    ),
]
TOPICS = [
    audit("profil_detail", "emsland-editor", "profil pair"),
    audit("profil_detail", "emsland-editor", "profil pair", acts.write_too_much, 422),
    audit("goal_write", "emsland-editor", "kennzahl_change figure"),
    audit("goal_write", "emsland-editor", "vorhaben_add pair", send, 422),
    audit("profil_remove", "emsland-editor", "vorhaben_remove project"),
    audit("thema_list", "emsland-editor", "thema_list pair"),
    audit("thema_list", "dortmund-editor", "thema_list plan"),
    audit("thema_write", "emsland-editor", "thema_choose pair eigenes-1"),
    audit("thema_write", "emsland-editor", "thema_choose pair eigenes-1", send, 422),
    audit("bruecke_list", "dortmund-editor", "bruecke_list taking"),
    audit("bruecke_detail", "dortmund-editor", "bruecke_detail taking plan"),
    procedure("programm_list", "programme-office", "programm_list"),
    procedure("programm_form", "programme-office", "programm_change programm"),
    procedure("programm_form", "programme-office", "programm_create", send, 422),
]
REFUSALS = [
    Case("403.html", EDITOR, "audits:cycle_start", None, 403),
    Case("404.html", EDITOR, "audits:cycle_detail lennestadt", None, 404),
    Case("409.html", "office", "audits:run_detail analysing", acts.advance_twice, 409),
    Case("403_csrf.html", STRANGER, "account_login", acts.lose_the_token, 403),
]
SIDES = [
    audit("cycle_detail", "nordviertel-editor", "cycle_detail harbour"),
    audit("quartier_detail", "nordviertel-editor", "quartier_detail harbour"),
    audit("quartier_change", "nordviertel-editor", "quartier_change harbour"),
    audit(
        "quartier_change",
        "nordviertel-editor",
        "quartier_change harbour",
        acts.cross_lines,
        422,
    ),
    audit("zustimmung_detail", "beispielstadt-sign", "zustimmung_detail agreed"),
    audit("zustimmung_detail", "beispielstadt-sign", "zustimmung_detail agreed", send, 422),
    audit("beteiligung_list", "nordviertel-editor", "beteiligung_list harbour"),
    audit("beteiligung_list", "nordviertel-editor", "beteiligung_list harbour", send, 422),
    audit("cycle_shared", "house", "cycle_detail harbour"),
    audit("mitwirkung_inbox", "bureau", "mitwirkung_inbox"),
    audit("document_detail", "nordviertel-editor", "document_detail own"),
    audit("document_form", "nordviertel-editor", "document_add_free harbour"),
    audit("task_list", "eschwege-editor", "task_list"),
    audit("angebot_list", "werra-meissner-editor", "angebot_list kreis"),
    audit("angebot_offer", "werra-meissner-editor", "angebot_offer kreis"),
    audit("angebot_offer", "werra-meissner-editor", "angebot_offer kreis", send, 422),
    audit("angebot_inbox", "eschwege-editor", "angebot_inbox"),
    audit("angebot_answer", "eschwege-editor", "angebot_answer asked"),
    audit("angebot_answer", "eschwege-editor", "angebot_answer asked", send, 422),
]
PAGES = [
    *STARTS, *ACCOUNT, *PUBLIC, *ORGANISATIONS, *CYCLES, *WORK, *DECISIONS, *JUDGEMENT, *REPORTS,
    *WORKSHOP, *TOPICS, *SIDES, *REFUSALS,
]  # fmt: skip
