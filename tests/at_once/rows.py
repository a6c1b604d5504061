"""How each action is called that the walk of tests/audits/test_settle.py does not come by.

A function under `given` makes what is needed, in a database of its own, and answers with the
arguments; its name says nothing.
"""

import datetime as dt
from collections.abc import Callable

from auditportal import clock
from auditportal.action import Action
from auditportal.actions import (
    account,
    betreuung,
    contact,
    invitation,
    mitgliedschaft,
    organisation,
    register,
)
from auditportal.models import Betreuung, OrganisationKind, Role, Theme
from auditportal.register import List
from audits.actions import (
    angebot,
    award,
    begutachtung,
    beteiligung,
    bruecke,
    cycle,
    fassung,
    profil,
    quartier,
    reminder,
    thema,
    uebernahme,
    zuordnung,
    zustimmung,
)
from audits.models import AngebotState, FassungKind, Judgement, Mark
from certificates.actions import zertifikat
from handlungsfelder.actions import entwurf, phasehelp, programm, referenz, verfahren
from handlungsfelder.reading import Place
from handlungsfelder.references import read_all
from handlungsfelder.template import FOLDER, read
from tests.audits import correcting
from tests.audits.judging import signed
from tests.audits.offering import a_region
from tests.factories.auditportal import ContactFactory, InvitationFactory, RegisterEntryFactory
from tests.factories.audits import (
    a_cycle,
    a_fassung,
    a_goal,
    a_measure,
    a_traeger,
    a_user,
    a_version,
    an_organisation,
    cast_of,
    member_of,
)
from tests.handlungsfelder.drafts import a_draft, small

ROWS: dict[Action, Callable[[], dict]] = {}


def given(act: Action):
    def keep(make: Callable[[], dict]) -> Callable[[], dict]:
        ROWS[act] = make
        return make

    return keep


# --- auditportal ---------------------------------------------------------------------------------


given(account.rename)(lambda: {"name": "Neu", "by": a_user()})
given(account.choose_display)(lambda: {"theme": Theme.DARK, "by": a_user()})


def a_town_in_care():
    town, first = an_organisation(), a_traeger()
    director = member_of(first, Role.DIRECTOR)
    about = {"asked_by": director, "granted_by": director, "granted_at": clock.now()}
    Betreuung.objects.create(organisation=town, traeger=first, **about)
    return {"organisation": town, "by": member_of(a_traeger(), Role.OFFICE)}


def an_asked_care():
    about = a_town_in_care()
    asked = betreuung.ask(**about)[0]
    return {"betreuung": asked, "by": member_of(about["organisation"], Role.SIGNATORY)}


given(betreuung.ask)(a_town_in_care)
given(betreuung.grant)(an_asked_care)
given(betreuung.decline)(an_asked_care)


@given(contact.add)
def _():
    town = an_organisation()
    return {"organisation": town, "name": "Anna", "by": member_of(town, Role.EDITOR)}


def a_contact():
    one = ContactFactory()
    return {"contact": one, "by": member_of(one.organisation, Role.EDITOR)}


given(contact.change)(lambda: a_contact() | {"name": "Berta"})
given(contact.remove)(a_contact)


@given(invitation.invite)
def _():
    town = an_organisation()
    about = {"email": "neu@kommune.example", "name": "Neu", "role": Role.EDITOR}
    return about | {"organisation": town, "by": member_of(town, Role.SIGNATORY)}


def an_invitation():
    one = InvitationFactory()
    return {"invitation": one, "by": member_of(one.organisation, Role.SIGNATORY)}


given(invitation.renew)(an_invitation)
given(invitation.withdraw)(an_invitation)


@given(invitation.accept)
def _():
    person = a_user()
    return {"invitation": InvitationFactory(email=person.email), "by": person}


@given(invitation.accept_as_new)
def _():
    return {"invitation": InvitationFactory(), "name": "Neu", "password": "drei-kleine-Worte"}


@given(mitgliedschaft.admit)
def _():
    town = an_organisation()
    by = member_of(town, Role.SIGNATORY)
    return {"organisation": town, "person": a_user(), "role": Role.EDITOR, "by": by}


def a_membership():
    town = an_organisation()
    member_of(town, Role.READER)
    one = town.mitgliedschaften.get()
    return {"mitgliedschaft": one, "by": member_of(town, Role.SIGNATORY)}


given(mitgliedschaft.change_role)(lambda: a_membership() | {"role": Role.EDITOR})
given(mitgliedschaft.end)(a_membership)


@given(organisation.enter)
def _():
    entry, by = RegisterEntryFactory(), member_of(a_traeger(), Role.OFFICE)
    about = {"name": "Neustadt", "kind": OrganisationKind.KOMMUNE}
    return about | {"register_entry": entry, "by": by}


@given(organisation.change)
def _():
    town = an_organisation()
    return {"organisation": town, "name": "Neustadt", "by": member_of(town, Role.EDITOR)}


@given(organisation.install)
def _():
    return {"name": "Neuer Verein", "director": "Neu", "email": "neu@verein.example"}


given(register.load)(lambda: {"register": List(clock.today(), (), 0)})


# --- handlungsfelder -----------------------------------------------------------------------------


def an_owner(role: Role = Role.OFFICE):
    owner = a_traeger()
    return {"owner": owner, "by": member_of(owner, role)}


given(entwurf.create)(lambda: an_owner() | {"code": "NEU", "name": "Neues"})
given(entwurf.bring)(lambda: an_owner() | {"data": small()})


@given(entwurf.copy)
def _():
    owned = an_owner()
    return {"version": a_version(owner=owned["owner"]), "by": owned["by"]}


def a_written_draft(role: Role = Role.OFFICE, *, presented: bool = False):
    owner = a_traeger()
    office = member_of(owner, Role.OFFICE)
    draft = a_draft(owner, office)
    if presented:
        entwurf.present(entwurf=draft, by=office)
    return {"entwurf": draft, "by": member_of(owner, role)}


def a_place(number: int, **more):
    return a_written_draft() | {"place": Place("phasen", number), "version": 1} | more


given(entwurf.save)(lambda: a_place(0, values={"name": "Aufbruch"}))
given(entwurf.add)(lambda: a_place(3, values={"code": "fest", "name": "Fest"}))
given(entwurf.move)(lambda: a_place(0, up=False))
given(entwurf.remove)(lambda: a_place(0))
given(entwurf.present)(a_written_draft)
given(entwurf.take_back)(lambda: a_written_draft(presented=True))
given(entwurf.publish)(lambda: a_written_draft(Role.DIRECTOR, presented=True))
given(entwurf.discard)(a_written_draft)


@given(phasehelp.explain)
def _():
    owned = an_owner()
    phase = a_version(owner=owned["owner"]).phases.first()
    return {"phase": phase, "text": "So geht es.", "by": owned["by"]}


def a_programme():
    days = {"begins_on": dt.date(2026, 1, 1), "ends_on": dt.date(2027, 1, 1)}
    return an_owner() | {"code": "DWK", "name": "Programm"} | days


given(programm.create)(a_programme)


@given(programm.change)
def _():
    about = a_programme()
    return {"programm": programm.create(**about), "name": "Anders", "by": about["by"]}


@given(referenz.load)
def _():
    return {"rahmen": read_all()[0], "by": member_of(a_traeger(), Role.DIRECTOR)}


def a_template():
    return an_owner(Role.DIRECTOR) | {"template": read(FOLDER / "fgk-k-2.toml")}


given(verfahren.enter)(a_template)


@given(verfahren.publish)
def _():
    about = a_template()
    return {"version": verfahren.enter(**about), "by": about["by"]}


# --- audits --------------------------------------------------------------------------------------


def offered():
    region = a_region()
    return region, region.offer()[0]


@given(angebot.offer)
def _():
    region = a_region()
    return {"row": region.goal, "organisations": [region.town], "by": region.offerer}


@given(angebot.withdraw)
def _():
    region, one = offered()
    return {"angebot": one, "by": region.offerer}


@given(angebot.answer)
def _():
    region, one = offered()
    return {"angebot": one, "state": AngebotState.ACCEPTED, "text": "", "by": region.town_editor}


def an_award():
    cycle = a_cycle("umsetzung")
    return {"awarded": cycle.awards.get(), "by": cast_of(cycle).director}


given(award.suspend)(lambda: an_award() | {"reason": "Kein Bericht."})


@given(award.resume)
def _():
    about = an_award()
    award.suspend(reason="Kein Bericht.", **about)
    return about


@given(begutachtung.propose_result)
def _():
    cycle = a_cycle("begutachtung")
    cast, judged = cast_of(cycle), cycle.begutachtungen.get()
    for assessor in cast.assessors:
        signed(judged, assessor, Judgement.NEGATIVE)
    about = {"judgement": Judgement.POSITIVE, "reason": "Weil es so ist."}
    return {"begutachtung": judged, "by": cast.office} | about


def a_guest():
    cycle = a_cycle("strategieworkshop", a_version(1, code="GWQ"))
    guest = an_organisation(OrganisationKind.PARTNER, "Nachbarschaftshaus")
    return {"cycle": cycle, "organisation": guest, "by": cast_of(cycle).editor}


for make, act in correcting.ACTS.items():
    ROWS[act] = correcting.arguments(make)


def a_proposal():
    about = a_guest()
    proposed = beteiligung.propose(**about)
    side = about["cycle"].parties.first().organisation
    return {"mitwirkung": proposed, "by": member_of(side, Role.SIGNATORY)}


def an_invited_guest():
    given_one = beteiligung.give(**a_proposal())
    return {"mitwirkung": given_one, "by": member_of(given_one.organisation, Role.SIGNATORY)}


given(beteiligung.propose)(a_guest)
given(beteiligung.give)(a_proposal)
given(beteiligung.accept)(an_invited_guest)
given(beteiligung.decline)(an_invited_guest)


@given(beteiligung.release)
def _():
    about = an_invited_guest()
    return {"party": beteiligung.accept(**about), "by": about["by"]}


@given(cycle.name_contact)
def _():
    one = a_cycle()
    kontakt = ContactFactory(organisation=one.parties.get().organisation)
    return {"cycle": one, "contact": kontakt, "by": cast_of(one).editor}


given(reminder.plan)(dict)


@given(bruecke.bridge)
def _():
    source = a_cycle("werkstattplan", version=a_version(1, code="DAKS"))
    wohnen = source.version.handlungsfelder.get(code="wohnen")
    source.chosen_felder.create(handlungsfeld=wohnen, position=1)
    a_measure(a_goal(source, wohnen))
    fassung.freeze(cycle=source, by=member_of(source.owner, Role.OFFICE))
    target = a_cycle("ausarbeitung")
    town = source.parties.get().organisation
    target.parties.update(organisation=town)
    return {"source": source, "target": target, "by": member_of(town, Role.EDITOR)}


def a_profile():
    cycle = a_cycle("kommunalprofil", version=a_version(1, code="DAKS"))
    return {"cycle": cycle, "by": cast_of(cycle).editor}


DAY = dt.date(2020, 12, 31)
FIGURE = {"label": "Einwohner", "value": 12500, "unit": "", "as_of": DAY, "source": ""}
TEXTS = {"strengths": "Viel.", "weaknesses": "", "opportunities": "", "threats": ""}


def a_figure():
    about = a_profile()
    return {"figure": profil.add_figure(**about, **FIGURE), "by": about["by"]}


def a_project():
    about = a_profile()
    return {"project": profil.add_project(title="Bürgerbus", **about), "by": about["by"]}


given(profil.save_swot)(lambda: a_profile() | {"version": 0} | TEXTS)
given(profil.add_figure)(lambda: a_profile() | FIGURE)
given(profil.change_figure)(lambda: a_figure() | {"version": 1, "label": "Haushalte"})
given(profil.remove_figure)(a_figure)
given(profil.add_project)(lambda: a_profile() | {"title": "Bürgerbus"})
given(profil.change_project)(lambda: a_project() | {"version": 1, "title": "Rufbus"})
given(profil.remove_project)(a_project)


@given(quartier.describe)
def _():
    cycle = a_cycle("kooperation", a_version(1, code="GWQ"))
    texts = {"description": "Rund um den Markt.", "outline": None, "addresses": "Markt 1"}
    return texts | {"cycle": cycle, "version": 0, "by": cast_of(cycle).editor}


def a_topic(code: str = "wohnen"):
    cycle = a_cycle("zukunftswerkstatt", version=a_version(1, code="DAKS"))
    feld = cycle.version.handlungsfelder.get(code=code)
    return {"cycle": cycle, "feld": feld, "by": cast_of(cycle).editor}


def a_chosen_topic():
    about = a_topic()
    row = thema.choose(**about)
    other = about["cycle"].version.handlungsfelder.get(code="arbeit")
    thema.choose(**about | {"feld": other})
    return {"row": row, "by": about["by"]}


given(thema.choose)(a_topic)
given(thema.describe)(lambda: a_chosen_topic() | {"name": "", "reason": "Weil."})
given(thema.move)(lambda: a_chosen_topic() | {"up": False})
given(thema.drop)(a_chosen_topic)


@given(uebernahme.weigh)
def _():
    cycle = a_cycle("bestandsaufnahme", a_version(1, code="FGK-BIL"))
    return {"row": a_goal(cycle), "mark": Mark.BALANCED, "by": cast_of(cycle).editor}


@given(uebernahme.balance)
def _():
    cycle = a_cycle("bestandsaufnahme", a_version(1, code="FGK-BIL"))
    marks = [(a_goal(cycle), Mark.BALANCED)]
    return {"cycle": cycle, "marks": marks, "by": cast_of(cycle).editor}


@given(zuordnung.assign)
def _():
    cycle = a_cycle("zielvereinbarungsworkshop")
    director = member_of(cycle.owner, Role.DIRECTOR)
    frame = referenz.load(rahmen=read_all()[0], by=director)
    some = list(frame.referenzen.all()[:2])
    return {"row": a_goal(cycle), "referenzen": some, "by": cast_of(cycle).editor}


@given(zustimmung.agree)
def _():
    cycle = a_cycle("ausarbeitung", a_version(1, code="GWQ"))
    for feld in cycle.felder:
        a_measure(a_goal(cycle, feld), influence="direct")
    town = cycle.parties.get(side="kommune").organisation
    frozen = fassung.freeze(cycle=cycle, by=member_of(town, Role.EDITOR))
    by = member_of(town, Role.SIGNATORY)
    return {"fassung": frozen, "organisation": town, "body": "Rat", "by": by}


@given(fassung.render)
def _():
    cycle = a_cycle("ausarbeitung")
    return {"fassung": a_fassung(cycle, a_user(), FassungKind.AGREEMENT)}


# --- certificates --------------------------------------------------------------------------------


@given(zertifikat.issue)
def _():
    cycle = a_cycle("zertifizierung")
    return {"cycle": cycle, "valid_from": clock.today(), "by": cast_of(cycle).director}
