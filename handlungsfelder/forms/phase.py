"""What people type about a phase; its gates have forms of their own."""

from django import forms

from auditportal.forms.fields import offer
from handlungsfelder.forms.fields import Code, Number, Words
from handlungsfelder.forms.table import TableForm
from handlungsfelder.models import DueFrom, Party, Right
from handlungsfelder.parameters import CLOSES_PHASES, RIGHTS_OF
from handlungsfelder.reading import Place
from handlungsfelder.tables import siblings
from handlungsfelder.wording import whose


def by_choices(words: dict, parties) -> list[tuple[str, str]]:
    return [
        (f"{party.value}:{right.value}", whose(words, party, right))
        for party in parties
        for right in RIGHTS_OF[party]
    ]


class PhaseForm(TableForm):
    name = Words(label="Name", max_length=100)
    by = forms.ChoiceField(label="Wer die Phase abschließt")
    help = Words(
        label="Hilfetext",
        required=False,
        rows=4,
        max_length=4000,
        help_text="Was zu tun ist, in zwei oder drei Sätzen.",
    )
    due_days = Number(0, 3660, label="Frist in Tagen", help_text="Leer lassen: ohne Frist.")
    due_from = forms.ChoiceField(label="Die Frist zählt ab", choices=DueFrom.choices)
    starts_clock = forms.BooleanField(
        label="Hier liegt der Starttag (Tag des Beschlusses oder Ende der Phase)", required=False
    )
    rework_to = forms.ChoiceField(label="Bei Nachbesserung zurück zu", required=False)
    rework_days = Number(1, 3660, label="Frist einer Nachbesserung in Tagen")
    repeat_from = forms.ChoiceField(label="Danach noch einmal ab", required=False)
    repeat_times = Number(
        2,
        100,
        label="So oft insgesamt",
        help_text="Leer lassen: bis zum Ende des Durchlaufs.",
    )
    only_in_programme = forms.BooleanField(label="Nur in einem Förderprogramm", required=False)
    code = Code()
    names_itself_after = "name"

    def prepare(self):
        data = self.entwurf.data
        phases = [(one["code"], one["name"]) for one in siblings(dict(data), Place("phasen"))]
        here = len(phases) if self.is_new else self.place.row
        choices = {
            "rework_to": [("", "nirgendwohin"), *phases[:here]],
            "repeat_from": [("", "nicht wiederholen"), *phases[: here + 1]],
            "by": by_choices(data["words"], CLOSES_PHASES),
        }
        for name, stored in self._stored_choices().items():
            is_missing = stored[0] and stored not in choices[name]
            offer(self, name, [*choices[name], stored] if is_missing else choices[name])
        if not data["verfahren"].get("in_programmes") and "only_in_programme" not in self.table:
            del self.fields["only_in_programme"]

    def _stored_choices(self) -> dict[str, tuple[str, str]]:
        """What stands in the draft stays choosable, though it does not fit yet."""
        found = {name: self.table.get(name, "") for name in ("rework_to", "repeat_from")}
        stored = self.initial["by"]
        party, _, right = stored.partition(":")
        return {name: (code, code) for name, code in found.items()} | {
            "by": (stored, whose(self.entwurf.data["words"], party, right))
        }

    def shown(self, table):
        by = f"{table.get('party', Party.MAIN)}:{table.get('right', Right.CHANGE)}"
        usual = {"rework_days": 60, "due_from": DueFrom.PHASE.value}
        return usual | super().shown(table) | {"by": by}

    @property
    def values(self):
        values = super().values
        values["party"], _, values["right"] = values.pop("by").partition(":")
        return values
