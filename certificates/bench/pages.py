"""What is measured: the pages of the main path, each with somebody who uses it."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.urls import reverse

from audits.models import Answer, AuditCycle, Jahresbericht
from certificates.bench.asking import Page, part, read, saving, writer
from certificates.bench.load import Caller
from certificates.demo.copies import STEP
from certificates.models import Zertifikat

BROWSERS = 8
OFFICE = "geschaeftsstelle@verein.example"
AUDITOR = "auditorin@begleitung.example"
ASSESSOR = "gutachterin.1@hochschule.example"
EDITOR = "ansprechperson@lennestadt.example"
# The audits that the pages are about, by where they stand.
CERTIFIED, JUDGED, SURVEYED, WRITTEN = "Lennestadt", "Gera", "Kornwestheim", "Arnsberg"


def whole() -> list[Page]:
    """Every page, for the database with many audits; the floor page comes first."""
    return [floor(), *starts(), *lists(), *details(), *work(), *parts(), *savings(), *public()]


def compared() -> list[Page]:
    """Pages that show the same however many audits there are beside theirs."""
    found = urlencode({"q": AuditCycle.objects.latest("pk").title})
    cycles = reverse("audits:cycle_list")
    return [
        read("start page, Geschäftsstelle", "start", OFFICE, "/"),
        read("start page, Auditor:in", "start", AUDITOR, "/"),
        read("start page, Ansprechperson", "start", EDITOR, "/"),
        read("cycle list, Auditor:in", "list", AUDITOR, cycles),
        read("cycle list, one found", "list", OFFICE, f"{cycles}?{found}"),
        read("cycle detail", "detail", OFFICE, of_cycle("cycle_detail")),
        read("goal list, 43 measures", "detail", EDITOR, of_cycle("goal_list")),
    ]


def floor() -> Page:
    return read("floor page R", "floor", OFFICE, "/grundseite/")


def starts() -> list[Page]:
    return [
        read("start page, Geschäftsstelle", "start", OFFICE, "/"),
        read("start page, Ansprechperson", "start", EDITOR, "/"),
        read("start page, Auditor:in", "start", AUDITOR, "/"),
        read("start page, Gutachter:in", "start", ASSESSOR, "/"),
    ]


def lists() -> list[Page]:
    return [
        read("cycle list", "list", OFFICE, reverse("audits:cycle_list")),
        read("organisation list", "list", OFFICE, reverse("auditportal:organisation_list")),
        read("certificate list", "list", OFFICE, reverse("certificates:certificate_list")),
        read("document list", "list", EDITOR, of_cycle("document_list")),
        read("Veranstaltung list", "list", EDITOR, of_cycle("veranstaltung_list")),
        read("Berufung list", "list", OFFICE, of_cycle("berufung_list")),
        read("reminder list", "list", EDITOR, of_cycle("reminder_list")),
        read("history of a cycle", "list", EDITOR, of_cycle("cycle_history")),
    ]


def details() -> list[Page]:
    """A cycle that is in its first year of controlling, with 18 goals and 43 measures."""
    cycle = cycle_of(CERTIFIED)
    pages = {
        "cycle detail": of_cycle("cycle_detail"),
        "phase page": cycle.open_run.get_absolute_url(),
        "goal list, 43 measures": of_cycle("goal_list"),
        "Bestandsaufnahme": of_cycle("bestandsaufnahme"),
        "Beschluss": reverse("audits:beschluss_detail", args=[cycle.beschluesse.reverse()[0].pk]),
        "document": reverse("audits:document_detail", args=[cycle.documents.reverse()[0].pk]),
        "Jahresbericht, 43 measures": report_of(cycle).get_absolute_url(),
    }
    return [read(name, "detail", EDITOR, path) for name, path in pages.items()]


def work() -> list[Page]:
    """Pages on which somebody writes: their forms are what costs."""
    feld = cycle_of(SURVEYED).felder[0].code
    begutachtung = cycle_of(JUDGED).begutachtungen.get()
    dossier = reverse("audits:dossier_detail", args=[begutachtung.pk])
    votum = reverse("audits:votum_write", args=[begutachtung.pk])
    analysis = of_cycle("bestandsaufnahme_feld", SURVEYED, feld)
    goals = of_cycle("goal_list", WRITTEN)
    return [
        read("Bestandsaufnahme, a field", "detail", editor_of(SURVEYED), analysis),
        read("goal list while written", "detail", editor_of(WRITTEN), goals),
        read("Begutachtung", "detail", ASSESSOR, begutachtung.get_absolute_url()),
        read("sealed dossier", "detail", ASSESSOR, dossier),
        read("Votum while written", "detail", ASSESSOR, votum),
    ]


def parts() -> list[Page]:
    measure = cycle_of(WRITTEN).measures.earliest("pk")
    goal = reverse("audits:goal_change", args=[measure.goal_id])
    change = reverse("audits:measure_change", args=[measure.pk])
    row = reverse("audits:measure_detail", args=[measure.pk])
    entry = entry_url(cycle_of(CERTIFIED))
    return [
        part("goal as a form", editor_of(WRITTEN), goal),
        part("measure as a form", editor_of(WRITTEN), change),
        part("measure as a row", editor_of(WRITTEN), row),
        part("report entry as a form", EDITOR, entry),
    ]


def savings() -> list[Page]:
    """Each browser is that of another audit: people do not write on one text by the dozen."""
    return [
        saving("answer saves itself", several(answer, SURVEYED)),
        saving("measure is saved", several(measure, WRITTEN)),
        saving("report entry saves itself", several(entry, CERTIFIED)),
    ]


def public() -> list[Page]:
    certificate = Zertifikat.objects.earliest("pk")
    check = reverse("certificates:zertifikat_check", args=[certificate.token])
    return [
        read("certificate check", "public", "", check),
        read("login page", "public", "", reverse("account_login")),
        read("help", "public", "", reverse("hilfe")),
    ]


# --- what is written ----------------------------------------------------------------------------


def answer(cycle: AuditCycle, who: str) -> Caller:
    row = Answer.objects.filter(cycle=cycle).earliest("pk")
    path = reverse("audits:answer_save", args=[cycle.pk, row.leitfrage_id])
    prefix = f"frage-{row.leitfrage_id}"
    body = f"{prefix}-text=Antwort+{{number}}&{prefix}-version={{version}}&version={{version}}"
    return writer(who, path, body, row.version)


def measure(cycle: AuditCycle, who: str) -> Caller:
    row = cycle.measures.earliest("pk")
    path = reverse("audits:measure_change", args=[row.pk])
    fields = {"responsible": row.responsible, "indicator": row.indicator}
    fields |= {"begins_on": str(row.begins_on or ""), "ends_on": str(row.ends_on or "")}
    body = f"title=Maßnahme+{{number}}&version={{version}}&{urlencode(fields)}"
    return writer(who, path, body, row.version)


def entry(cycle: AuditCycle, who: str) -> Caller:
    body = "progress=running&text=Begonnen+{number}&version={version}"
    return writer(who, entry_url(cycle), body, 0)


def entry_url(cycle: AuditCycle) -> str:
    measure = cycle.measures.earliest("pk")
    return reverse("audits:jahresbericht_entry", args=[report_of(cycle).pk, measure.pk])


# --- where it stands ----------------------------------------------------------------------------


def cycle_of(title: str) -> AuditCycle:
    return AuditCycle.objects.get(title=title)


def of_cycle(name: str, title: str = CERTIFIED, *rest) -> str:
    return reverse(f"audits:{name}", args=[cycle_of(title).pk, *rest])


def editor_of(title: str) -> str:
    return f"ansprechperson@{title.lower()}.example"


def report_of(cycle: AuditCycle) -> Jahresbericht:
    return cycle.jahresberichte.earliest("number")


def several(text: Callable[[AuditCycle, str], Caller], title: str) -> list[Caller]:
    """As many copies of an audit as there are browsers, each with somebody who writes there."""
    original, numbers = cycle_of(title).pk, range(1, BROWSERS + 1)
    cycles = AuditCycle.objects.in_bulk([original + number * STEP for number in numbers])
    return [text(cycles[original + n * STEP], f"{n}.{editor_of(title)}") for n in numbers]
