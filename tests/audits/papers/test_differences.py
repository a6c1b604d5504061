from audits.papers.differences import GoalChange, between


def a_measure(title="Lotsen", **facts):
    given = {
        "title": title,
        "description": "",
        "responsible": "Amt für Schule",
        "partners": "",
        "begins_on": None,
        "ends_on": "2027-12-31",
        "budget": None,
        "indicator": "",
        "influence": "",
        "target_groups": [],
    }
    return given | facts


def a_goal(title="Übergänge gelingen", measures=(), description=""):
    return {"title": title, "description": description, "measures": list(measures)}


def agreement(*goals):
    return {
        "handlungsfelder": [
            {"code": "hf1", "name": "Steuerung", "goals": []},
            {"code": "hf3", "name": "Bildung", "goals": list(goals)},
        ]
    }


def texts(old, new):
    return [change.text for change in between(old, new)]


def test_the_same_text_has_no_differences():
    same = agreement(a_goal(measures=[a_measure()]))

    assert between(same, same) == []


def test_added_and_removed_goals_are_named_with_their_measures():
    old = agreement(a_goal("Alle lernen schwimmen", [a_measure()]))
    new = agreement(a_goal("Wohnraum entsteht"))

    assert texts(old, new) == [
        "Neues Ziel: „Wohnraum entsteht“ (0 Maßnahmen)",
        "Ziel gestrichen: „Alle lernen schwimmen“ (1 Maßnahme)",
    ]


def test_added_and_removed_measures_are_named_with_their_goal():
    old = agreement(a_goal(measures=[a_measure("Lotsen")]))
    new = agreement(a_goal(measures=[a_measure("Ferienprogramm")]))

    assert texts(old, new) == [
        "Neue Maßnahme: „Ferienprogramm“ (Ziel „Übergänge gelingen“)",
        "Maßnahme gestrichen: „Lotsen“ (Ziel „Übergänge gelingen“)",
    ]


def test_what_changed_in_a_measure_is_said_before_and_after_in_the_words_of_the_page():
    old = agreement(a_goal(measures=[a_measure()]))
    new = agreement(
        a_goal(
            measures=[
                a_measure(
                    ends_on="2028-06-30", budget="12500.00", target_groups=["Pflegende Angehörige"]
                )
            ]
        )
    )

    assert between(old, new) == [
        GoalChange(
            "Bildung",
            "Maßnahme geändert: „Lotsen“",
            (
                "Zeitraum: bisher „bis 31.12.2027“, jetzt „bis 30.06.2028“",
                "Budget: bisher „keine Angabe“, jetzt „12.500 €“",
                "Zielgruppen: bisher „keine Angabe“, jetzt „Pflegende Angehörige“",
            ),
        )
    ]


def test_a_title_that_was_only_reworded_is_one_change_and_not_two():
    old = agreement(a_goal("Übergänge gelingen allen", [a_measure("Lotsen an Schulen")]))
    new = agreement(a_goal("Übergänge gelingen allen gut", [a_measure("Lotsen an den Schulen")]))

    assert between(old, new) == [
        GoalChange(
            "Bildung",
            "Ziel geändert: „Übergänge gelingen allen gut“",
            ("Wortlaut: bisher „Übergänge gelingen allen“",),
        ),
        GoalChange(
            "Bildung",
            "Maßnahme geändert: „Lotsen an den Schulen“",
            ("Wortlaut: bisher „Lotsen an Schulen“",),
        ),
    ]


def test_another_order_is_said_once():
    one, two = a_measure("Lotsen"), a_measure("Ferienprogramm")
    goals = [a_goal("Erstes Ziel", [one, two]), a_goal("Ganz anderes")]
    turned = [goals[1], a_goal("Erstes Ziel", [two, one])]

    assert texts(agreement(*goals), agreement(*turned)) == [
        "Reihenfolge der Maßnahmen geändert (Ziel „Erstes Ziel“).",
        "Reihenfolge der Ziele geändert.",
    ]


def test_measures_that_read_the_same_are_told_apart():
    old = agreement(a_goal(measures=[a_measure(), a_measure()]))
    new = agreement(a_goal(measures=[a_measure(), a_measure(), a_measure()]))

    assert texts(old, new) == ["Neue Maßnahme: „Lotsen“ (Ziel „Übergänge gelingen“)"]
    assert texts(new, old) == ["Maßnahme gestrichen: „Lotsen“ (Ziel „Übergänge gelingen“)"]
