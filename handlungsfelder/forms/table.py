"""One table of a draft as a form, and what happens when two people write on it.

A form is given the draft and the place of the table that it shows; `values` is that table as it is
to be stored. Its fields are called like the keys of the table.
"""

from django import forms

from auditportal.forms.versioned import Difference, VersionedForm
from auditportal.verdict import WHEN, Verdict, unless
from handlungsfelder.forms.fields import Code, code_from
from handlungsfelder.models import Entwurf
from handlungsfelder.reading import Place
from handlungsfelder.tables import at, position, siblings

ELSEWHERE = "Das steht inzwischen an einer anderen Stelle."


class TableForm(VersionedForm):
    """The version is that of the whole draft; `of` says which of its rows was meant."""

    of = forms.CharField(required=False, widget=forms.HiddenInput)
    names_itself_after = ""  # the field from which an empty Kürzel is made

    def __init__(self, posted=None, *, entwurf, place: Place, is_new: bool = False):
        self.entwurf, self.place, self.is_new = entwurf, place, is_new
        self.table = {} if is_new else at(entwurf.data, place) or {}
        super().__init__(posted, row=entwurf, initial={"of": self.meant(entwurf)})
        self.prepare()

    def stored(self, entwurf: Entwurf) -> dict:
        return self.shown({} if self.is_new else at(entwurf.data, self.place) or {})

    def prepare(self) -> None:
        """Choices that depend on the rest of the draft."""

    def shown(self, table: dict) -> dict:
        """The table as the fields want it."""
        return dict(table)

    @property
    def values(self) -> dict:
        """The table as it is to be stored."""
        return super().fields_to_save

    @property
    def fields_to_save(self) -> dict:
        return {"values": self.values}

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        if self.names_itself_after and "code" in self.fields and "code" not in self.errors:
            cleaned["code"] = self._code(cleaned)
        return cleaned

    def _code(self, cleaned: dict) -> str:
        """What was typed, or what it had, or one made from the name; each stands there once."""
        rows = siblings(self.entwurf.data, self.place)
        own = None if self.is_new else position(self.place)
        taken = {row["code"] for n, row in enumerate(rows) if n != own and "code" in row}
        code = cleaned.get("code") or self.table.get("code")
        if code in taken:
            self.add_error("code", "Dieses Kürzel gibt es schon.")
        field = self.fields["code"]
        assert isinstance(field, Code)
        return code or code_from(cleaned.get(self.names_itself_after, ""), taken, field.max_length)

    # --- when somebody else was faster ------------------------------------------------------------

    def meant(self, entwurf: Entwurf) -> str:
        """By what the row is known again: its own Kürzel or kind, and the phase of a gate."""
        if self.place.number is None:
            return ""
        row = Place(self.place.section, self.place.number)
        places = ([] if self.place.gate is None else [row]) + ([] if self.is_new else [self.place])
        tables = [at(entwurf.data, place) or {} for place in places]
        return "/".join(table.get("kind") or table.get("code", "") for table in tables)

    def stands_in(self, entwurf: Entwurf) -> Verdict:
        """Not where another row stands now in the place of this one."""
        return unless(self.meant(entwurf) == self.data.get("of", ""), WHEN, ELSEWHERE)

    def meet(self, entwurf: Entwurf):
        """Go on with what stands there now, if it still is the same row."""
        verdict = self.stands_in(entwurf)
        if not verdict:
            self.refused = verdict
        else:
            super().meet(entwurf)
            self.theirs = entwurf  # also where nothing differs: the draft has moved on elsewhere

    def differs_from(self, entwurf: Entwurf) -> list[Difference]:
        return [] if self.is_new else super().differs_from(entwurf)
