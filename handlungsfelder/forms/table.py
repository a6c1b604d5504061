"""One table of a draft as a form, and what happens when two people write on it.

A form is given the draft and the place of the table that it shows; `values` is that table as it is
to be stored. Its fields are called like the keys of the table.
"""

from django import forms

from auditportal.verdict import WHEN, Verdict, because
from handlungsfelder.forms.fields import code_from
from handlungsfelder.models import Entwurf
from handlungsfelder.reading import Place
from handlungsfelder.tables import at, position, siblings
from handlungsfelder.wording import plain


class TableForm(forms.Form):
    """`read` is the count of savings that the writer has seen, `of` the row that was meant."""

    read = forms.IntegerField(required=False, widget=forms.HiddenInput)
    of = forms.CharField(required=False, widget=forms.HiddenInput)
    names_itself_after = ""  # the field from which an empty Kürzel is made
    # When it could not be saved: what another has saved in between, or why it is refused.
    theirs: Entwurf | None = None
    refused: Verdict | None = None

    def __init__(self, posted=None, *, entwurf, place: Place, is_new: bool = False):
        self.entwurf, self.place, self.is_new = entwurf, place, is_new
        self.table = {} if is_new else at(entwurf.data, place) or {}
        began = {"read": entwurf.version, "of": self.meant(entwurf)}
        super().__init__(posted, initial=self.shown(self.table) | began)
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the rest of the draft."""

    def shown(self, table: dict) -> dict:
        """The table as the fields want it."""
        return {name: value for name, value in table.items() if name != "read"}

    @property
    def values(self) -> dict:
        names = [name for name in self.fields if name not in ("read", "of")]
        return {name: self.cleaned_data[name] for name in names}

    @property
    def version(self) -> int:
        return self.cleaned_data.get("read") or 0

    def clean(self):
        cleaned = super().clean()
        if self.names_itself_after and "code" in self.fields and "code" not in self.errors:
            cleaned["code"] = self._code(cleaned)
        return cleaned

    def _code(self, cleaned: dict) -> str:
        """What was typed, or what it had, or one made from the name; each stands there once."""
        rows = siblings(self.entwurf.data, self.place)
        own = None if self.is_new else position(self.place)
        taken = {row.get("code") for n, row in enumerate(rows) if n != own}
        code = cleaned.get("code") or self.table.get("code")
        if code in taken:
            self.add_error("code", "Dieses Kürzel gibt es schon.")
        most = self.fields["code"].max_length
        return code or code_from(cleaned.get(self.names_itself_after, ""), taken, most)

    # --- when somebody else was faster ------------------------------------------------------------

    def meant(self, entwurf: Entwurf) -> str:
        """By what the row is known again: its own Kürzel or kind, and the phase of a gate."""
        if self.place.number is None:
            return ""
        row = Place(self.place.section, self.place.number)
        places = ([] if self.place.gate is None else [row]) + ([] if self.is_new else [self.place])
        tables = [at(entwurf.data, place) or {} for place in places]
        return "/".join(table.get("kind") or table.get("code", "") for table in tables)

    def is_elsewhere(self, entwurf: Entwurf) -> bool:
        """Whether another row stands now where this one stood; said beside what was typed."""
        if self.meant(entwurf) == self.data.get("of", ""):
            return False
        self.refused = because(WHEN, "Das steht inzwischen an einer anderen Stelle.")
        return True

    def meet(self, entwurf: Entwurf) -> None:
        """Go on with what stands there now, if it still is the same row."""
        if not self.is_elsewhere(entwurf):
            self.theirs = entwurf
            self.data = self.data.copy()
            self.data["read"] = entwurf.version

    @property
    def differences(self) -> list[tuple[str, str]]:
        """Label and stored value of every field in which the two are not the same."""
        if self.is_new:
            return []
        stored = self.shown(at(self.theirs.data, self.place))
        both = [
            (field, option(field, stored.get(name)), option(field, self.cleaned_data.get(name)))
            for name, field in self.fields.items()
            if name not in ("read", "of")
        ]
        return [(field.label, theirs) for field, theirs, mine in both if theirs != mine]


def option(field: forms.Field, value) -> str:
    """A value as people read it, chosen ones by their label."""
    labels = dict(getattr(field, "choices", ()))
    if isinstance(field, forms.BooleanField):
        return plain(bool(value))
    if isinstance(value, list):
        return ", ".join(str(labels.get(one, one)) for one in value)
    return str(labels.get(value, plain(value))) if value else plain(value)
