"""The second Träger of the demo, its two programmes and its communes.

Run times, funding and the ten communes are those of the seeds (Demografiewerkstatt Kommunen,
Zukunftswerkstatt Kommunen). Which commune stood where on which day is not published: all days
below are angenommen, and those of the runs that still go on are counted back from today, so that
every step can be seen.
"""

import datetime as dt

from auditportal import clock
from auditportal.actions import organisation as organisations
from auditportal.models import Organisation, OrganisationKind, Role
from audits.actions import bestandsaufnahme as bestandsaufnahmen
from audits.actions import document as papers
from audits.actions import profil as profile
from audits.actions import thema as themen
from audits.gates.profil import SUBJECT
from audits.models import BerufungFunction
from certificates.demo import texts
from certificates.demo.cast import BEGAN, ELSEWHERE, Cast
from certificates.demo.stage import a_walk, ago, shown
from certificates.demo.walk import Walk, a_paper, on
from handlungsfelder.actions import programm as programme
from handlungsfelder.models import Programm
from handlungsfelder.template import FOLDER, read

TRAEGER = "Kompetenzzentrum Technik-Diversity-Chancengleichheit e. V."
ASSUMED = "angenommen"
# The others of the first programme; who is walked below is not among them.
COMMUNES = [
    ("Stadt Adorf/Vogtland", OrganisationKind.KOMMUNE),
    ("Kreis Düren", OrganisationKind.KREIS),
    ("Landkreis Dithmarschen", OrganisationKind.KREIS),
    ("Stadt Grabow", OrganisationKind.KOMMUNE),
    ("Landkreis Havelland", OrganisationKind.KREIS),
    ("Landkreis Ludwigslust-Parchim", OrganisationKind.KREIS),
    ("Stadt Riesa", OrganisationKind.KOMMUNE),
    ("Regionalverband Saarbrücken", OrganisationKind.KREIS),
]


def replay(verein: Cast) -> Organisation:
    """Everything that this Träger runs; handed back is the commune that takes part with both."""
    cast = enter(verein)
    first, second = both_programmes(cast)
    with clock.stopped_at(BEGAN):
        for name, kind in COMMUNES:
            organisations.enter(name=name, kind=kind, by=cast["office"])
    place = dortmund(cast, first)
    emsland_and_vrees(cast, first)
    hamm(cast, second)
    return place


def enter(verein: Cast) -> Cast:
    """The Träger, its people on the same login page, and its procedure."""
    cast = Cast(password=verein.password, logins=verein.logins)
    with clock.stopped_at(BEGAN):
        invitation = organisations.install(
            name=TRAEGER,
            director="Geschäftsführung (Werkstatt)",
            email="geschaeftsfuehrung@werkstatt.example",
        )
        director = cast.answer(invitation, "director", "Geschäftsführung (Werkstatt)")
        cast.traeger = invitation.organisation
        office = "Geschäftsstelle Demografiewerkstatt"
        cast.join(cast.traeger, Role.OFFICE, "office", office, "geschaeftsstelle@werkstatt")
        pool = organisations.enter(
            name="Beraterinnen und Berater der Werkstatt",
            kind=OrganisationKind.PARTNER,
            by=director,
        )
        cast.join(pool, Role.READER, "auditor", "Externer Berater", "berater@begleitung")
        for part in ("office", "director", "auditor"):
            cast.show(part)
        for path in sorted(FOLDER.glob("*.toml")):
            template = read(path)
            if template.code in ELSEWHERE:
                cast.publish(template, cast.traeger, director)
    return cast


def both_programmes(cast: Cast) -> tuple[Programm, Programm]:
    with clock.stopped_at(BEGAN):
        return (
            programme.create(
                code="DWK",
                name="Demografiewerkstatt Kommunen",
                begins_on=dt.date(2016, 2, 26),
                ends_on=dt.date(2020, 12, 31),
                funder="Bundesministerium für Familie, Senioren, Frauen und Jugend, "
                "unterstützt von der Deutschen Fernsehlotterie",
                funding_per_year=40_000,
                owner=cast.traeger,
                by=cast["office"],
            ),
            programme.create(
                code="ZWK",
                name="Zukunftswerkstatt Kommunen – Attraktiv im Wandel",
                begins_on=dt.date(2021, 5, 1),
                ends_on=dt.date(2024, 12, 31),
                apply_until=dt.date(2021, 7, 20),
                funder="Bundesministerium für Familie, Senioren, Frauen und Jugend",
                funding_per_year=40_000,
                owner=cast.traeger,
                by=cast["office"],
            ),
        )


def begin(walk: Walk, programm: Programm, day: dt.date, **about) -> None:
    walk.start(day, "DAKS", 1, programm=programm, **about)


def apply(walk: Walk, applied: dt.date, chosen: dt.date) -> None:
    """The Bewerbungsbogen, and the day on which the selection was told."""
    with on(applied):
        papers.add(
            cycle=walk.cycle,
            code="bewerbung",
            title="Bewerbungsbogen",
            upload=a_paper("Bewerbungsbogen", walk.organisation.name),
            by=walk.editor,
        )
    walk.leave(applied, walk.editor)
    walk.offer(chosen)


def kick_off(walk: Walk, day: dt.date) -> None:
    with on(day - dt.timedelta(days=20)):
        walk.appoint("auditor", BerufungFunction.AUDITOR)
    walk.meet(day, "kickoff", "Kick-Off", walk.editor)
    walk.leave(day, walk.editor)


def describe(walk: Walk, day: dt.date, figures: int, is_whole: bool = True) -> None:
    """So many figures, what is under way, and the four texts."""
    with on(day):
        for label, value, unit in texts.FIGURES[:figures]:
            profile.add_figure(
                cycle=walk.cycle,
                label=label,
                value=value,
                unit=unit,
                as_of=dt.date(day.year - 1, 12, 31),
                source=ASSUMED,
                by=walk.editor,
            )
        for title, responsible in texts.PROJECTS[: figures - 1]:
            profile.add_project(
                cycle=walk.cycle, title=title, responsible=responsible, by=walk.editor
            )
        if is_whole:
            profile.save_swot(cycle=walk.cycle, version=None, by=walk.editor, **texts.SWOT)


def choose(walk: Walk, day: dt.date) -> None:
    """The Zukunftswerkstatt, and the topics that it put first, one of their own among them."""
    walk.meet(day, "zukunftswerkstatt", "Zukunftswerkstatt", walk.cast["auditor"])
    felder = {feld.code: feld for feld in walk.cycle.version.felder}
    with on(day):
        for code, name, reason in texts.TOPICS:
            themen.choose(
                cycle=walk.cycle, feld=felder[code], name=name, reason=reason, by=walk.editor
            )
    walk.leave(day, walk.cast["auditor"])


def dortmund(cast: Cast, programm: Programm) -> Organisation:
    """The whole way, 2016 to 2018."""
    walk = a_walk(cast, "Dortmund", "dortmund", ags="05913000")
    begin(walk, programm, dt.date(2016, 3, 1))
    apply(walk, dt.date(2016, 3, 15), dt.date(2016, 4, 4))
    kick_off(walk, dt.date(2016, 5, 10))
    describe(walk, dt.date(2016, 8, 15), 4)
    with on(dt.date(2016, 9, 5)):
        bestandsaufnahmen.release(cycle=walk.cycle, subject=SUBJECT, by=cast["auditor"])
    walk.leave(dt.date(2016, 9, 5), walk.editor)
    choose(walk, dt.date(2016, 11, 22))
    walk.agree(dt.date(2017, 2, 20), agreement=texts.WERKSTATTPLAN, groups=("seniors", "women"))
    walk.freeze(dt.date(2017, 3, 27))
    walk.meet(dt.date(2018, 7, 3), "zwischenbilanz", "Zwischenbilanz", walk.editor)
    walk.report(1, dt.date(2018, 7, 9))
    walk.leave(dt.date(2018, 7, 30), walk.editor)
    return shown(walk, "in zwei Verfahren").organisation


def emsland_and_vrees(cast: Cast, programm: Programm) -> None:
    """A Landkreis and one of its communes take part together; they write their profile."""
    kreis = a_walk(cast, "Landkreis Emsland", "emsland", OrganisationKind.KREIS, ags="03454")
    vrees = a_walk(cast, "Gemeinde Vrees", "vrees", parent=kreis.organisation)
    begin(kreis, programm, ago(150), others=(("kommune", vrees.organisation),))
    apply(kreis, ago(130), ago(100))
    kick_off(kreis, ago(70))
    describe(kreis, ago(20), 2, is_whole=False)
    with on(ago(10)):
        label, value, unit = texts.FIGURES[-1]
        profile.add_figure(
            cycle=kreis.cycle,
            label=label,
            value=value,
            unit=unit,
            as_of=ago(300),
            source=ASSUMED,
            owner=vrees.organisation,
            by=vrees.editor,
        )
    for walk in (kreis, vrees):
        shown(walk, "Profil, als Paar")


def hamm(cast: Cast, programm: Programm) -> None:
    """At its application."""
    walk = a_walk(cast, "Verbandsgemeinde Hamm (Sieg)", "hamm-sieg")
    begin(shown(walk, "Bewerbung"), programm, ago(25))
