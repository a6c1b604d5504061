"""Keeping the register: the same list again, a newer one, keys that change, places that go."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from auditportal import register
from auditportal.actions import register as registers
from auditportal.models import RegisterAlias, RegisterEntry, RegisterLevel
from tests.auditportal.gv100ad import SMALL, gemeinde, kreis, text
from tests.factories import OrganisationFactory, RegisterEntryFactory

LATER = "20241231"


@pytest.fixture
def load(tmp_path, capsys):
    """Runs the command over made-up lines and answers what it says."""

    def run(*lines: str) -> str:
        file = tmp_path / "liste.txt"
        file.write_bytes(text(*lines))
        call_command("import_gemeinden", str(file))
        return capsys.readouterr().out

    return run


def later(lines, **changed):
    """The same lines on a later day."""
    return [line[:2] + LATER + line[10:] for line in lines]


def state():
    fields = ("level", "ars", "ags", "name", "parent__ars", "inhabitants", "as_of", "is_current")
    return sorted(RegisterEntry.objects.values_list(*fields))


def test_a_list_becomes_the_register(db, load):
    said = load(*SMALL)

    town = RegisterEntry.objects.get(ags="03254002")
    assert said == (
        "Stand 30.11.2023: 3 Gemeinden, 1 Kreise; 1 gemeindefreie Gebiete übergangen. "
        "Neu: 4, neue Schlüssel: 0, nicht mehr enthalten: 0.\n"
    )
    assert (town.parent.name, town.sort_name) == ("Musterkreis", "stadtchen, stadt")
    assert (town.short_name, town.postal_code, town.area_ha) == ("Städtchen", "12346", 1234)
    assert RegisterEntry.objects.get(ags="03101000").parent is None


def test_the_same_list_again_changes_nothing(db, load):
    load(*SMALL)
    before, ids = state(), set(RegisterEntry.objects.values_list("pk", flat=True))

    said = load(*SMALL)

    assert "Neu: 0, neue Schlüssel: 0, nicht mehr enthalten: 0." in said
    assert state() == before
    assert set(RegisterEntry.objects.values_list("pk", flat=True)) == ids


def test_a_newer_list_updates_names_and_figures(db, load):
    load(*SMALL)

    load(*later(SMALL[:-3]), *later([gemeinde("03254001", "Neu-Örtchen", verband="5401", people=9),
                                     *SMALL[-2:]]))  # fmt: skip

    entry = RegisterEntry.objects.get(ags="03254001")
    assert (entry.name, entry.sort_name, entry.inhabitants) == ("Neu-Örtchen", "neu-ortchen", 9)
    assert entry.as_of == dt.date(2024, 12, 31)


def test_an_older_list_is_refused(db, load):
    load(*later(SMALL))

    with pytest.raises(CommandError, match=r"neuerer Stand \(31.12.2024\)"):
        load(*SMALL)


def test_another_verband_changes_the_ars_and_keeps_the_old_one_as_an_alias(db, load):
    load(*SMALL)
    entry = RegisterEntry.objects.get(ags="03254001")

    said = load(*later([*SMALL[:5], gemeinde("03254001", "Örtchen", verband="5499"), *SMALL[6:]]))

    entry.refresh_from_db()
    assert "Neu: 0, neue Schlüssel: 1" in said
    assert entry.ars == "032545499001"
    assert entry.aliases.get().ars == "032545401001"


def test_a_place_that_moves_to_another_kreis_is_the_same_place_with_a_new_key(db, load):
    load(*SMALL)
    entry = RegisterEntry.objects.get(ags="03254002")
    organisation = OrganisationFactory(register_entry=entry)

    moved = gemeinde("03999007", "Städtchen, Stadt", code="63", plz="12346")
    load(*later([*SMALL[:6], kreis("03999", "Neukreis"), moved]))

    entry.refresh_from_db()
    alias = entry.aliases.get()
    assert (entry.ags, entry.parent.name) == ("03999007", "Neukreis")
    assert (alias.ags, alias.last_seen_on) == ("03254002", dt.date(2023, 11, 30))
    assert organisation.register_entry_id == entry.pk
    assert list(RegisterEntry.objects.current().matching("03254002")) == [entry]


def test_two_places_of_one_name_are_not_taken_for_each_other(db, load):
    twins = [gemeinde("03254011", "Neustadt"), gemeinde("03254012", "Neustadt")]
    load(*SMALL[:5], *twins)

    load(*later([*SMALL[:5], gemeinde("03254021", "Neustadt"), gemeinde("03254022", "Neustadt")]))

    gone = RegisterEntry.objects.filter(is_current=False).values_list("ags", flat=True)
    assert sorted(gone) == ["03254011", "03254012"]
    assert not RegisterAlias.objects.exists()


def test_what_is_no_longer_in_the_list_stays_and_is_not_current(db, load):
    load(*SMALL)

    said = load(*later([*SMALL[:6]]))

    assert "nicht mehr enthalten: 1." in said
    assert [entry.ags for entry in RegisterEntry.objects.filter(is_current=False)] == ["03254002"]


def test_what_comes_back_is_current_again(db, load):
    load(*SMALL)
    load(*later(SMALL[:6]))

    load(*later(SMALL))

    assert not RegisterEntry.objects.filter(is_current=False).exists()
    assert RegisterEntry.objects.count() == 4


def test_of_a_broken_file_nothing_is_loaded(db, load):
    load(*SMALL)
    before = state()

    with pytest.raises(CommandError) as refused:
        load(*later(SMALL[:6]), "60 kaputt")

    assert str(refused.value) == (
        "Zeile 7: Die Felder stehen nicht an ihrem Platz. Es wurde nichts geladen."
    )
    assert state() == before


def test_a_file_that_is_not_there_is_one_sentence(db):
    with pytest.raises(CommandError, match=r"^fehlt.txt ist nicht lesbar"):
        call_command("import_gemeinden", "fehlt.txt")


def test_the_verdict_says_when_a_list_is_too_old(db):
    RegisterEntryFactory(as_of=dt.date(2024, 12, 31), level=RegisterLevel.KREIS)
    old = register.read(text(*SMALL).splitlines(keepends=True))

    assert not registers.can_load(old)
