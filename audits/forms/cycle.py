"""How people look for cycles, and what begins one."""

from django import forms
from django.utils.html import escape

from auditportal.forms.checked import CheckedForm
from auditportal.forms.fields import offer, offer_rows
from auditportal.forms.organisation import OrganisationChoice
from auditportal.models import Contact, Mitgliedschaft, Organisation, OrganisationKind
from auditportal.notation import counted
from audits.actions.cycle import Beginning
from audits.gates import rung
from audits.models import AuditCycle
from handlungsfelder.models import (
    GateKind,
    Handlungsfeld,
    Programm,
    VerfahrenVersion,
    Word,
)

STATES = [("running", "laufend"), ("overdue", "Frist überschritten"), ("ended", "beendet")]
ORDERS = [("name", "Name"), ("due", "Frist")]


class CycleFilter(forms.Form):
    """Looking through the cycles by name, version and state."""

    q = forms.CharField(label="Name", required=False, max_length=100)
    version = forms.ChoiceField(label="Verfahren", required=False)
    state = forms.ChoiceField(label="Stand", required=False, choices=STATES)
    order = forms.ChoiceField(label="Sortieren nach", required=False, choices=ORDERS)

    def __init__(self, data):
        super().__init__(data)
        versions = VerfahrenVersion.objects.published().names()
        named = ((pk, f"{name}, Version {number}") for pk, name, number in versions)
        offer(self, "version", [("", "alle"), *named])

    @property
    def asked(self) -> dict:
        return self.cleaned_data if self.is_valid() else {}

    def narrow(self, cycles, today):
        """The cycles that were looked for."""
        state = self.asked.get("state") or "running"
        cycles = cycles.ended() if state == "ended" else cycles.running()
        if state == "overdue":
            cycles = cycles.overdue(today)
        if self.asked.get("q"):
            cycles = cycles.named(self.asked["q"])
        if self.asked.get("version"):
            cycles = cycles.filter(version=self.asked["version"])
        return cycles

    def sort(self, cycles):
        return cycles.in_order(self.asked.get("order") or "name")


class BeginningChoice(forms.Form):
    """Step one of beginning: whose cycle it is, and by which version."""

    organisation = OrganisationChoice(
        Organisation.objects.exclude(kind__in=[OrganisationKind.TRAEGER, OrganisationKind.PARTNER]),
        label="Teilnehmende Organisation",
        empty_label="Bitte wählen",
    )
    version = forms.ModelChoiceField(
        VerfahrenVersion.objects.none(), label="Verfahren und Version", empty_label="Bitte wählen"
    )

    def __init__(self, data=None, *, user):
        super().__init__(data)
        versions = VerfahrenVersion.objects.published().run_by(user).select_related("verfahren")
        offer_rows(self, "version", versions.order_by("verfahren__code", "-number"))

    def clean(self):
        super().clean()
        data = self.cleaned_data
        organisation, version = data.get("organisation"), data.get("version")
        if organisation and version and organisation.kind not in version.sides[0]["kinds"]:
            text = f"{organisation} kann nicht als {version.sides[0]['label']} teilnehmen."
            self.add_error("version", text)
        return data


class StartForm(forms.Form):
    """Step two: what this version asks for, and who is to be written to.

    Only what the version knows is asked: further sides, a subject, a programme, modules, a rhythm,
    the earlier cycle that it follows.
    """

    needed_later = ("contact", "name", "email")

    subject = forms.CharField(label="Name des Gegenstands", max_length=200)
    predecessor = forms.ModelChoiceField(
        AuditCycle.objects.none(), label="Folgt auf", empty_label="Bitte wählen"
    )
    programm = forms.ModelChoiceField(
        Programm.objects.none(), label="Programm", required=False, empty_label="ohne Programm"
    )
    rhythm_months = forms.TypedChoiceField(label="Rhythmus", coerce=int)
    felder = forms.ModelMultipleChoiceField(
        Handlungsfeld.objects.none(),
        label="Module",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    contact = forms.ModelChoiceField(
        Contact.objects.none(),
        label="Kontakt vor Ort",
        required=False,
        empty_label="neuer Kontakt",
    )
    name = forms.CharField(label="Name des neuen Kontakts", required=False, max_length=150)
    email = forms.EmailField(label="E-Mail-Adresse des neuen Kontakts", required=False)

    def __init__(self, data, *, organisation, version, user):
        super().__init__(data)
        self.organisation, self.version = organisation, version
        contacts = Contact.objects.visible_to(user).filter(organisation=organisation)
        offer_rows(self, "contact", contacts)
        self.fields["subject"].label = "Name des Gegenstands"
        self.fields["subject"].help_text = version.get_subject_kind_display()
        offer_rows(self, "predecessor", rung.predecessors(organisation, version))
        offer_rows(self, "programm", version.verfahren.owner.programme.all())
        rhythms = [(months, counted(months, "Monat", "Monate")) for months in version.rhythms]
        offer(self, "rhythm_months", rhythms)
        modules = [feld.pk for feld in version.felder if feld.is_module and not feld.is_free]
        offer_rows(self, "felder", Handlungsfeld.objects.filter(pk__in=modules))
        chosen_later = version.gates(GateKind.TOPICS)
        asked = {
            "subject": version.subject_kind,
            "predecessor": version.follows,
            "programm": version.in_programmes,
            "rhythm_months": len(version.rhythms) > 1,
            "felder": modules and not chosen_later,
        }
        for name, is_asked in asked.items():
            if not is_asked:
                del self.fields[name]
        self._add_sides()

    def _add_sides(self) -> None:
        """A choice for every further place that the version has; the first one is taken."""
        for number, side in enumerate(self.version.sides):
            taken = 1 if number == 0 else 0
            for place in range(taken, side["most"]):
                self.fields[f"side-{side['code']}-{place}"] = OrganisationChoice(
                    Organisation.objects.filter(kind__in=side["kinds"]).exclude(
                        pk=self.organisation.pk
                    ),
                    label=side["label"] if side["most"] == 1 else f"{side['label']} {place + 1}",
                    required=place < side["least"],
                    empty_label="keine weitere" if place >= side["least"] else "Bitte wählen",
                )
        self.order_fields([name for name in self.fields if name.startswith("side-")])

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if not data.get("contact"):
            for field in ("name", "email"):
                if not data.get(field) and field not in self.errors:
                    self.add_error(field, "Nennen Sie den neuen Kontakt oder wählen Sie einen.")
        return data

    @property
    def beginning(self) -> Beginning:
        data = self.cleaned_data
        others = tuple(
            (name.removeprefix("side-").rpartition("-")[0], data[name])
            for name in self.fields
            if name.startswith("side-") and data[name]
        )
        return Beginning(
            organisation=self.organisation,
            version=self.version,
            others=others,
            subject=data.get("subject", ""),
            programm=data.get("programm"),
            predecessor=data.get("predecessor"),
            rhythm_months=data.get("rhythm_months"),
            felder=tuple(data.get("felder", ())),
        )


class StopForm(CheckedForm):
    """Not to be done by a slip: whose cycle it is has to be typed."""

    reason = forms.CharField(
        label="Grund",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Alle Beteiligten lesen ihn.",
    )
    title = forms.CharField(label="Teilnehmende zur Bestätigung", max_length=300)

    def __init__(self, data=None, files=None, *, title: str):
        super().__init__(data, files)
        self.expected = title
        self.fields["title"].help_text = f"Bitte tippen Sie: {escape(title)}"

    def clean_title(self):
        typed = self.cleaned_data["title"]
        if " ".join(typed.split()).casefold() != " ".join(self.expected.split()).casefold():
            raise forms.ValidationError(f"Das ist nicht „{self.expected}“.")
        return self.expected


class ContactChoiceForm(forms.Form):
    """Whom to write to: a contact that there is, or a member who need not be typed again."""

    who = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, data=None, *, cycle: AuditCycle, user):
        super().__init__(data, initial={"who": f"kontakt-{cycle.contact_id}"})
        mains = cycle.parties.mains().organisations()
        contacts = Contact.objects.visible_to(user).filter(organisation__in=mains)
        members = Mitgliedschaft.objects.visible_to(user).open().filter(organisation__in=mains)
        self.people: dict[str, dict] = {}
        addresses = {one.email.lower() for one in contacts}
        for one in contacts:
            self.people[f"kontakt-{one.pk}"] = {"contact": one, "member": None}
        for one in members.select_related("user").order_by("user__name", "pk"):
            if one.user.email.lower() not in addresses:
                self.people[f"mitglied-{one.user_id}"] = {"contact": None, "member": one.user}
        self.fields["who"].label = cycle.words[Word.CONTACT]
        named = {key: one["contact"] or one["member"] for key, one in self.people.items()}
        offer(self, "who", [(key, _addressed(person)) for key, person in named.items()])

    @property
    def chosen(self) -> dict:
        return self.people[self.cleaned_data["who"]]


def _addressed(person) -> str:
    return f"{person.name}, {person.email}".removesuffix(", ")
