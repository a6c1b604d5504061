import pytest
from django.core.exceptions import PermissionDenied

from auditportal.models import Role
from auditportal.verdict import NotYet, Overtaken
from handlungsfelder import template
from handlungsfelder.actions import entwurf as entwuerfe
from handlungsfelder.actions import phasehelp
from handlungsfelder.models import Entwurf, EntwurfState, PhaseHelp, VerfahrenVersion
from handlungsfelder.reading import Place
from handlungsfelder.version_tables import as_data
from tests.factories.audits import a_cycle, a_traeger, a_version, an_organisation, member_of
from tests.handlungsfelder.drafts import a_draft, small

pytestmark = pytest.mark.django_db
PHASE = Place("phasen", 0)
HEAD = Place("verfahren")


@pytest.fixture
def owner():
    return a_traeger()


@pytest.fixture
def office(owner):
    return member_of(owner, Role.OFFICE)


@pytest.fixture
def director(owner):
    return member_of(owner, Role.DIRECTOR)


@pytest.fixture
def draft(owner, office):
    return a_draft(owner, office)


def codes(draft: Entwurf) -> list[str]:
    draft.refresh_from_db()
    return [phase["code"] for phase in draft.data["phasen"]]


# --- beginning ------------------------------------------------------------------------------------


def test_a_new_draft_has_a_head_and_words_and_can_be_read(owner, office):
    draft = entwuerfe.create(owner=owner, code="NEU", name="Neues", by=office)

    assert draft.data["verfahren"] == {"code": "NEU", "name": "Neues", "version": 1}
    assert template.examine(draft.data)[1] == []
    assert (draft.state, draft.version, draft.saved_by) == (EntwurfState.OPEN, 1, office)


def test_a_copy_takes_the_next_free_number(owner, office):
    version = a_version(owner=owner)

    first = entwuerfe.copy(version=version, by=office)
    second = entwuerfe.copy(version=version, by=office)

    assert first.based_on == version
    assert [draft.data["verfahren"]["version"] for draft in (first, second)] == [3, 4]


def test_a_file_with_gaps_becomes_a_draft_but_one_that_cannot_be_read_does_not(owner, office):
    gaps = small() | {"phasen": []}
    draft = entwuerfe.bring(owner=owner, data=gaps, by=office)
    broken = small()
    broken["phasen"][0]["gates"][0]["kind"] = "zauber"

    with pytest.raises(NotYet, match="„zauber“ gibt es nicht"):
        entwuerfe.bring(owner=owner, data=broken, by=office)

    assert list(Entwurf.objects.all()) == [draft]


@pytest.mark.parametrize("role", [Role.READER, Role.SIGNATORY])
def test_nobody_else_begins_a_draft(owner, role):
    stranger = member_of(an_organisation(), role)
    version = a_version(owner=owner)

    for begin in (
        lambda: entwuerfe.create(owner=owner, code="X", name="X", by=stranger),
        lambda: entwuerfe.copy(version=version, by=stranger),
        lambda: entwuerfe.bring(owner=owner, data=small(), by=stranger),
    ):
        with pytest.raises(PermissionDenied, match="schreibt die Geschäftsstelle"):
            begin()
    assert not Entwurf.objects.exists()


# --- writing --------------------------------------------------------------------------------------


def test_one_table_is_saved_and_the_rest_stays(draft, director):
    saved = entwuerfe.save(
        entwurf=draft,
        place=PHASE,
        values={"name": "Aufbruch", "due_days": 30, "help": ""},
        version=1,
        by=director,
    )

    assert saved.data["phasen"][0] == small()["phasen"][0] | {"name": "Aufbruch", "due_days": 30}
    assert saved.data["phasen"][1:] == small()["phasen"][1:]
    assert (saved.version, saved.saved_by) == (2, director)


def test_of_two_people_who_write_the_second_is_told_and_loses_nothing(draft, office, director):
    entwuerfe.save(entwurf=draft, place=HEAD, values={"label": "A"}, version=1, by=office)

    with pytest.raises(Overtaken) as overtaken:
        entwuerfe.save(entwurf=draft, place=HEAD, values={"label": "B"}, version=1, by=director)

    assert overtaken.value.theirs.data["verfahren"]["label"] == "A"
    assert overtaken.value.theirs.version == 2
    for late in (
        lambda: entwuerfe.add(entwurf=draft, place=PHASE, values={}, version=1, by=director),
        lambda: entwuerfe.move(entwurf=draft, place=PHASE, up=False, version=1, by=director),
        lambda: entwuerfe.remove(entwurf=draft, place=PHASE, version=1, by=director),
    ):
        with pytest.raises(Overtaken):
            late()
    assert codes(draft) == ["anfang", "planung", "zustimmung"]


def test_phases_are_added_moved_and_taken_out(draft, office):
    new = {"code": "fest", "name": "Fest"}
    entwuerfe.add(entwurf=draft, place=Place("phasen", 3), values=new, version=1, by=office)
    assert codes(draft) == ["anfang", "planung", "zustimmung", "fest"]

    entwuerfe.move(entwurf=draft, place=Place("phasen", 3), up=True, version=2, by=office)
    assert codes(draft) == ["anfang", "planung", "fest", "zustimmung"]

    entwuerfe.move(entwurf=draft, place=PHASE, up=True, version=3, by=office)
    assert codes(draft) == ["anfang", "planung", "fest", "zustimmung"]

    entwuerfe.remove(entwurf=draft, place=PHASE, version=4, by=office)
    assert codes(draft) == ["planung", "fest", "zustimmung"]


def test_gates_are_added_moved_and_taken_out(draft, office):
    def kinds():
        draft.refresh_from_db()
        return [gate["kind"] for gate in draft.data["phasen"][1]["gates"]]

    profile = {"kind": "profile", "figures": 3}
    about = {"entwurf": draft, "by": office}
    entwuerfe.add(place=Place("phasen", 1, 3), values=profile, version=1, **about)
    assert kinds() == ["goals", "measures", "fassung", "profile"]

    entwuerfe.move(place=Place("phasen", 1, 3), up=True, version=2, **about)
    assert kinds() == ["goals", "measures", "profile", "fassung"]

    entwuerfe.save(place=Place("phasen", 1, 2), values={"figures": None}, version=3, **about)
    entwuerfe.remove(place=Place("phasen", 1, 0), version=4, **about)
    assert kinds() == ["measures", "profile", "fassung"]
    assert draft.data["phasen"][1]["gates"][1] == {"kind": "profile"}


def test_ways_back_follow_a_phase_that_is_called_otherwise(draft, office):
    last = {"rework_to": "planung", "repeat_from": "anfang"}
    place = Place("phasen", 2)
    entwuerfe.save(entwurf=draft, place=place, values=last, version=1, by=office)

    saved = entwuerfe.save(
        entwurf=draft, place=Place("phasen", 1), values={"code": "plan"}, version=2, by=office
    )

    assert saved.data["phasen"][2]["rework_to"] == "plan"
    assert saved.data["phasen"][2]["repeat_from"] == "anfang"


@pytest.mark.parametrize(
    ("place", "values", "sentence"),
    [
        (PHASE, {"name": "<b>"}, "darf kein HTML enthalten"),
        (PHASE, {"party": "niemand"}, "„niemand“ gibt es nicht"),
        (PHASE, {"code": ""}, "„code“ fehlt"),
        (Place("phasen", 9), {"name": "X"}, "Das gibt es in diesem Entwurf nicht"),
        (Place("phasen", 9, 0), {"name": "X"}, "Das gibt es in diesem Entwurf nicht"),
        (Place("words"), {"head": ""}, "„head“ fehlt"),
        (Place("verfahren"), {"version": 0}, "eine ganze Zahl von 1 bis"),
    ],
)
def test_what_cannot_be_read_is_never_stored(draft, office, place, values, sentence):
    with pytest.raises(NotYet, match=sentence):
        entwuerfe.save(entwurf=draft, place=place, values=values, version=1, by=office)

    draft.refresh_from_db()
    assert (draft.data, draft.version) == (small(), 1)


def test_there_is_no_hundred_and_first_phase(owner, office):
    phases = [{"code": f"p{n}", "name": "Phase"} for n in range(100)]
    draft = a_draft(owner, office, phasen=phases)

    with pytest.raises(NotYet, match="Höchstens 100 Einträge"):
        entwuerfe.add(
            entwurf=draft,
            place=Place("phasen", 100),
            values={"code": "zu-viel", "name": "Phase"},
            version=1,
            by=office,
        )


CHANGES = [
    (entwuerfe.save, {"place": PHASE, "values": {}, "version": 1}),
    (entwuerfe.add, {"place": PHASE, "values": {}, "version": 1}),
    (entwuerfe.move, {"place": PHASE, "up": True, "version": 1}),
    (entwuerfe.remove, {"place": PHASE, "version": 1}),
    (entwuerfe.present, {}),
    (entwuerfe.take_back, {}),
    (entwuerfe.publish, {}),
    (entwuerfe.discard, {}),
]


@pytest.mark.parametrize(("change", "about"), CHANGES, ids=[one.__name__ for one, _ in CHANGES])
def test_who_does_not_write_for_the_traeger_changes_nothing(draft, owner, change, about):
    for person in (member_of(owner, Role.READER), member_of(a_traeger(), Role.DIRECTOR)):
        with pytest.raises(PermissionDenied):
            change(entwurf=draft, by=person, **about)

    draft.refresh_from_db()
    assert (draft.data, draft.state) == (small(), EntwurfState.OPEN)


# --- publishing -----------------------------------------------------------------------------------


def test_a_second_person_publishes_what_was_presented(draft, office, director):
    entwuerfe.present(entwurf=draft, by=office)

    version = entwuerfe.publish(entwurf=draft, by=director)

    draft.refresh_from_db()
    assert (draft.state, draft.published_as) == (EntwurfState.PUBLISHED, version)
    assert version.published_by == director
    assert template.parse(as_data(version)) == template.parse(small())


def test_leitfragen_are_drafts_only_where_the_version_says_so(owner, office, director):
    felder = small()["handlungsfelder"]
    felder[1] |= {"leitfragen": ["Wohin?"], "drafts": True}
    draft = a_draft(owner, office, handlungsfelder=felder)
    entwuerfe.present(entwurf=draft, by=office)

    version = entwuerfe.publish(entwurf=draft, by=director)

    fragen = [frage for feld in version.felder for frage in feld.leitfragen.all()]
    assert [(str(frage), frage.is_draft) for frage in fragen] == [
        ("Was fehlt?", False),
        ("Wohin?", True),
    ]
    assert as_data(version)["handlungsfelder"] == felder


def test_nobody_publishes_what_they_presented_themselves(draft, director):
    entwuerfe.present(entwurf=draft, by=director)

    with pytest.raises(PermissionDenied, match="Veröffentlichen muss eine zweite Person"):
        entwuerfe.publish(entwurf=draft, by=director)

    assert not VerfahrenVersion.objects.filter(verfahren__code="KLEIN").exists()


def test_the_geschaeftsstelle_presents_but_does_not_publish(draft, owner, office):
    entwuerfe.present(entwurf=draft, by=office)

    with pytest.raises(PermissionDenied, match="veröffentlicht die Geschäftsführung"):
        entwuerfe.publish(entwurf=draft, by=member_of(owner, Role.OFFICE))


def test_what_is_not_presented_is_not_published(draft, director):
    with pytest.raises(NotYet, match="noch nicht vorgelegt"):
        entwuerfe.publish(entwurf=draft, by=director)


def test_what_does_not_fit_is_not_presented_and_every_reason_is_named(owner, office):
    draft = a_draft(owner, office, seiten=[], handlungsfelder=[])

    with pytest.raises(NotYet) as refused:
        entwuerfe.present(entwurf=draft, by=office)

    assert [str(reason) for reason in refused.value.verdict.reasons] == [
        "Seiten: Es fehlt, wer teilnimmt: mindestens eine Seite.",
        "Handlungsfelder: Es fehlt mindestens ein Handlungsfeld.",
    ]


def test_a_number_is_published_once_and_the_name_stays(owner, office, director):
    first, same, renamed = (a_draft(owner, office) for _ in range(3))
    entwuerfe.present(entwurf=first, by=office)
    entwuerfe.present(entwurf=same, by=office)
    entwuerfe.publish(entwurf=first, by=director)
    values = {"version": 2, "name": "Ganz anders"}
    entwuerfe.save(entwurf=renamed, place=HEAD, values=values, version=1, by=office)

    with pytest.raises(NotYet, match="Version 1 gibt es schon"):
        entwuerfe.publish(entwurf=same, by=director)
    with pytest.raises(NotYet, match="heißt in allen Versionen „Kleines Verfahren“"):
        entwuerfe.present(entwurf=renamed, by=office)


def test_a_presented_draft_waits_unchanged_until_it_is_taken_back(draft, office):
    entwuerfe.present(entwurf=draft, by=office)
    for change in (
        lambda: entwuerfe.save(entwurf=draft, place=PHASE, values={}, version=1, by=office),
        lambda: entwuerfe.remove(entwurf=draft, place=PHASE, version=1, by=office),
        lambda: entwuerfe.discard(entwurf=draft, by=office),
    ):
        with pytest.raises(NotYet, match="Nehmen Sie ihn zurück"):
            change()
    with pytest.raises(NotYet, match="schon vorgelegt"):
        entwuerfe.present(entwurf=draft, by=office)

    entwuerfe.take_back(entwurf=draft, by=office)
    entwuerfe.save(entwurf=draft, place=PHASE, values={"name": "Neu"}, version=1, by=office)

    draft.refresh_from_db()
    assert (draft.state, draft.presented_by) == (EntwurfState.OPEN, None)


def test_a_published_draft_is_over(draft, office, director):
    entwuerfe.present(entwurf=draft, by=office)
    entwuerfe.publish(entwurf=draft, by=director)

    for change in (
        lambda: entwuerfe.take_back(entwurf=draft, by=office),
        lambda: entwuerfe.publish(entwurf=draft, by=director),
        lambda: entwuerfe.discard(entwurf=draft, by=office),
    ):
        with pytest.raises(NotYet, match="veröffentlicht"):
            change()


def test_publishing_moves_no_running_case(director):
    cycle = a_cycle("ausarbeitung")
    owner = cycle.owner
    office, second = member_of(owner, Role.OFFICE), member_of(owner, Role.DIRECTOR)
    before = (cycle.version_id, cycle.open_run.due_on, list(cycle.tasks.values_list("pk")))
    draft = entwuerfe.copy(version=cycle.version, by=office)
    values = {"name": "Ganz anders", "due_days": 999}
    entwuerfe.save(entwurf=draft, place=Place("phasen", 13), values=values, version=1, by=office)
    entwuerfe.present(entwurf=draft, by=office)

    entwuerfe.publish(entwurf=draft, by=second)

    cycle = type(cycle).objects.get(pk=cycle.pk)
    after = (cycle.version_id, cycle.open_run.due_on, list(cycle.tasks.values_list("pk")))
    assert after == before


def test_a_draft_is_discarded(draft, office):
    entwuerfe.discard(entwurf=draft, by=office)

    assert not Entwurf.objects.exists()


# --- help texts -----------------------------------------------------------------------------------


def test_a_help_text_is_changed_after_publishing(owner, office):
    phase = a_version(owner=owner).phases.first()

    phasehelp.explain(phase=phase, text="Neu erklärt.", by=office)
    assert PhaseHelp.objects.get(phase=phase).text == "Neu erklärt."

    phasehelp.explain(phase=phase, text="", by=office)
    assert not PhaseHelp.objects.filter(phase=phase).exists()


def test_a_help_text_is_changed_by_its_own_traeger_alone(owner):
    phase = a_version(owner=owner).phases.first()

    with pytest.raises(PermissionDenied):
        phasehelp.explain(phase=phase, text="X", by=member_of(a_traeger(), Role.DIRECTOR))
