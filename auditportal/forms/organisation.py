"""What people type about an organisation, and how they look for one."""

from django import forms
from django.db.models import Count
from django.utils.functional import cached_property

from auditportal.actions import organisation as organisations
from auditportal.forms.day import LongAgo, check_period
from auditportal.forms.fields import offer, offer_rows
from auditportal.forms.number import WholeNumber
from auditportal.forms.versioned import VersionedModelForm
from auditportal.models import Organisation, OrganisationKind

WITHOUT_KREIS = (OrganisationKind.KREIS, OrganisationKind.TRAEGER)


class OrganisationForm(VersionedModelForm):
    """Master data; whoever runs Verfahren is not made here, and stays what it is."""

    needed_later = ("inhabitants_on",)

    twin = ""  # the page of the one that bears the same key

    class Meta:
        model = Organisation
        fields = [
            "name", "kind", "parent", "ags", "ars", "keys_from", "keys_to", "inhabitants",
            "inhabitants_on",
        ]  # fmt: skip
        field_classes = {
            "keys_from": LongAgo,
            "keys_to": LongAgo,
            "inhabitants": WholeNumber,
            "inhabitants_on": LongAgo,
        }
        help_texts = {
            "parent": "Nur bei Kommunen, Wohnungsunternehmen und Partnern.",
            "ags": "8 Ziffern, bei Kreisen 5. Ein Bezirk oder Unternehmen hat keinen.",
            "ars": "12 Ziffern, bei Kreisen 5.",
            "keys_to": "Leer lassen, solange die Schlüssel gelten.",
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, "kind", kinds_open_to(by, self.instance.kind))
        kreise = Organisation.objects.visible_to(by).of_kind(OrganisationKind.KREIS)
        kreise |= Organisation.objects.filter(pk=self.instance.parent_id)
        kreise = kreise.exclude(pk=self.instance.pk).by_name()
        offer_rows(self, "parent", kreise).empty_label = "kein Kreis"

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("parent") and data.get("kind") in WITHOUT_KREIS:
            self.add_error("parent", "Diese Art von Organisation gehört zu keinem Kreis.")
        if "ags" not in self.errors:
            for reason in organisations.has_its_own_key(data["ags"], self.instance).reasons:
                self.add_error("ags", reason.text)
                self.twin = reason.link
        asked = "inhabitants_on" not in self.errors and data.get("inhabitants") is not None
        if asked and not data["inhabitants_on"]:
            self.add_error("inhabitants_on", "Zur Einwohnerzahl gehört ihr Stichtag.")
        check_period(self, "keys_from", "keys_to")
        return data


def kinds_open_to(user, current: str) -> list[tuple[str, str]]:
    """Members keep the kind; the people of a Träger choose, but nobody makes or unmakes one."""
    fixed = current == OrganisationKind.TRAEGER or not user.rights.is_traeger
    kinds = [current] if fixed else set(OrganisationKind) - {OrganisationKind.TRAEGER}
    return [(kind, label) for kind, label in OrganisationKind.choices if kind in kinds]


class OrganisationChoice(forms.ModelChoiceField):
    """Of several with the same name each says which one it is."""

    def __init__(self, queryset, **arguments):
        super().__init__(queryset.select_related("parent").by_name(), **arguments)

    @cached_property
    def doubled(self) -> set[str]:
        if self.queryset is None:
            return set()
        names = self.queryset.order_by().values("name").annotate(times=Count("pk"))
        return set(names.filter(times__gt=1).values_list("name", flat=True))

    def label_from_instance(self, organisation):
        return organisation.described if organisation.name in self.doubled else organisation.name


class OrganisationFilter(forms.Form):
    """Looking for an organisation by name and kind."""

    q = forms.CharField(label="Name", required=False, max_length=200)
    kind = forms.ChoiceField(
        label="Art", required=False, choices=[("", "Alle"), *OrganisationKind.choices]
    )

    def narrow(self, organisations):
        """What cannot be understood narrows nothing."""
        wanted = self.cleaned_data if self.is_valid() else {}
        if name := wanted.get("q"):
            organisations = organisations.named_like(name)
        if kind := wanted.get("kind"):
            organisations = organisations.of_kind(kind)
        return organisations


class RegisterSearch(forms.Form):
    """Looking into the official list."""

    q = forms.CharField(
        label="Name oder Schlüssel",
        required=False,
        max_length=100,
        help_text="Der Name oder die ersten Ziffern von AGS oder ARS.",
    )

    def narrow(self, entries):
        wanted = self.cleaned_data["q"] if self.is_valid() else ""
        return entries.matching(wanted) if wanted else entries.none()
