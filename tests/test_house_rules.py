"""The rules of the house that no linter knows."""

import ast
import inspect
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver

from auditportal.action import Action, ActionPart, unasked
from handlungsfelder.template import FOLDER

TOP = Path(settings.BASE_DIR)
ROOMS = ("auditportal", "handlungsfelder", "audits", "certificates")


def sources(*rooms: str) -> Iterator[tuple[str, str]]:
    """Every module of the product, by its path from the top."""
    for room in rooms or ROOMS:
        for path in sorted((TOP / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(TOP).as_posix(), path.read_text()


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted((TOP / "templates").rglob("*")):
        if path.is_file():
            yield path.relative_to(TOP).as_posix(), path.read_text()


def calls(source: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a module, by the last name of what is called."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


# --- actions -------------------------------------------------------------------------------------

# They make the first person there is, or load what no person answers for.
NOBODY_YET = {
    "auditportal.actions.invitation.accept_as_new",
    "auditportal.actions.organisation.install",
    "auditportal.actions.register.load",
}
# What concerns nobody but the person who does it.
OWN_AFFAIR = {"auditportal.actions.account.choose_display", "auditportal.actions.account.rename"}

# What the clock does: nobody asks for it.
CLOCK = {"audits.actions.reminder.plan"}

# It stores what follows from a frozen row: there is nothing to ask.
DRAWN = {"audits.actions.fassung.render"}


def module_of(path: str):
    return import_module(path.removesuffix("/__init__.py").removesuffix(".py").replace("/", "."))


def actions() -> dict:
    """Whatever is decorated as an action, by its whole name."""
    modules = [
        module_of(path)
        for path, _ in sources()
        if "/actions/" in path and not path.endswith("__init__.py")
    ]
    return {
        f"{module.__name__}.{name}": found
        for module in modules
        for name, found in vars(module).items()
        if isinstance(found, Action) and found.__module__ == module.__name__
    }


ACTIONS = actions()
UNASKED = OWN_AFFAIR | DRAWN | CLOCK | {"auditportal.actions.organisation.install"}


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_names_its_arguments_and_its_actor(name):
    parameters = inspect.signature(ACTIONS[name]).parameters
    kinds = {one.kind for one in parameters.values()}

    assert kinds <= {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}
    assert ("by" in parameters) is (name not in NOBODY_YET | CLOCK)


def test_every_action_asks_what_the_button_asks():
    questions = {name: one.question for name, one in ACTIONS.items()}
    asked = {name: one for name, one in questions.items() if one is not unasked}

    assert set(questions) - set(asked) == UNASKED
    assert all(one.__name__.startswith("can_") for one in asked.values())


WRITES = {"save", "create", "delete", "update", "bulk_create", "bulk_update", "get_or_create"}
WRITES |= {"update_or_create", "overwrite", "record"}


def writing(source: str) -> Iterator[str]:
    """The public functions of a module that change rows."""
    functions = (one for one in ast.parse(source).body if isinstance(one, ast.FunctionDef))
    for one in functions:
        called = {name for name, _ in calls(ast.unparse(one))}
        if called & WRITES and not one.name.startswith("_"):
            yield one.name


def test_whatever_an_actions_module_writes_is_an_action_or_a_part_of_one():
    modules = {path: text for path, text in sources() if "/actions/" in path}

    bare = [
        f"{path}: {name}"
        for path, text in modules.items()
        for name in writing(text)
        if not isinstance(vars(module_of(path))[name], Action | ActionPart)
    ]

    assert bare == []


ONLY_READ = ("/facts/", "/forms/", "/gates/", "/pages/", "/papers/")


def test_what_is_no_action_changes_no_rows():
    changing = {
        path
        for path, text in sources("audits", "certificates", "handlungsfelder", "auditportal")
        if any(layer in path for layer in ONLY_READ)
        if {name for name, _ in calls(text)} & WRITES - {"update"}  # a dict has one, too
    }

    assert changing == {"audits/gates/__init__.py"}  # settle stores what the gates say


# --- doors ---------------------------------------------------------------------------------------


def routed(patterns) -> Iterator:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.callback
        else:
            yield from routed(pattern.url_patterns)


def own_views() -> dict:
    views = routed(get_resolver().url_patterns)
    named = {f"{view.__module__}.{view.__name__}": view for view in views}
    return {name: view for name, view in named.items() if name.split(".")[0] in ROOMS}


def test_the_public_doors_are_these():
    public = {
        name for name, view in own_views().items() if not getattr(view, "login_required", True)
    }

    assert public == {
        "auditportal.views.account.session",
        "auditportal.views.health.portal",
        "auditportal.views.health.web",
        "auditportal.views.invitation.invitation_accept",
        "auditportal.views.pages.barrierefreiheit",
        "auditportal.views.pages.datenschutz",
        "auditportal.views.pages.hilfe",
        "auditportal.views.pages.impressum",
        "certificates.views.zertifikat.zertifikat_check",
        "certificates.views.zertifikat.zertifikat_compare",
        "handlungsfelder.views.verfahren.verfahren_detail",
        "handlungsfelder.views.verfahren.verfahren_list",
    }


def test_every_view_names_the_methods_it_accepts():
    sources = {name: inspect.getsource(inspect.unwrap(view)) for name, view in own_views().items()}

    assert [name for name, text in sources.items() if "@require_" not in text] == []


# Reads are said in the words of the field, by the QuerySets; a view chains these.
SPELLED = {"filter", "exclude", "order_by", "annotate", "alias", "aggregate", "distinct"}
SPELLED |= {"values", "values_list", "in_bulk", "Q", "F", "Exists", "OuterRef", "Count"}


def spelled(source: str) -> list[str]:
    """Filters in a module; `.values()` of a dict has no arguments."""
    return [
        ast.unparse(node)
        for name, node in calls(source)
        if name in SPELLED and (name != "values" or node.args or node.keywords)
    ]


def test_no_view_spells_a_filter():
    views = {path: text for path, text in sources() if "/views/" in path}

    assert {path: found for path, text in views.items() if (found := spelled(text))} == {}
    assert spelled("rows.filter(pk=1).values('pk'); forms.values()") == [
        "rows.filter(pk=1).values('pk')",
        "rows.filter(pk=1)",
    ]


# --- rights --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "places"),
    [
        (r"\.has_perms?\(|get_objects_for_user|ObjectPermissionChecker", set()),
        (r"is_superuser", {"auditportal/models/user.py"}),
        (
            r"(from|import) guardian",
            {"auditportal/permissions.py", "auditportal/models/grant.py", "audits/models/grant.py"},
        ),
        (
            r"import grant\b|\bgrant_role\(|\b(assign|remove)_perm\(|Grant\.objects\.\w*create",
            {
                "auditportal/permissions.py",
                "auditportal/actions/mitgliedschaft.py",
                "audits/actions/berufung.py",
            },
        ),
        (r"%d\.%m\.%Y", set()),
        (r"(?<!class )\bTask\(|\bTask\.objects\.\w*create", {"audits/gates/__init__.py"}),
    ],
)
def test_these_words_stand_only_in_these_places(pattern, places):
    found = {path for path, text in sources() if re.search(pattern, text)}

    assert found == places


# --- names ----------------------------------------------------------------------------------------


def test_a_class_name_has_one_meaning_in_the_whole_house():
    homes: dict[str, list[str]] = {}
    for path, source in sources():
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef) and node.name != "Command":  # Django asks for that
                homes.setdefault(node.name, []).append(path)

    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def test_a_module_is_at_most_as_long_as_it_is_read_at_once():
    lengths = {path: source.count("\n") for path, source in sources()}

    assert [path for path, length in lengths.items() if length > 300] == []


# --- templates -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "inline", [r"<script(?![^>]*\bsrc=)", r"<style\b", r"\sstyle=", r"\son[a-z]+=", r"javascript:"]
)
def test_no_page_has_code_or_style_in_its_text(inline):
    pages = {path: text for path, text in templates() if not path.endswith("_pdf.html")}

    assert [path for path, text in pages.items() if re.search(inline, text)] == []


# A template is code: it is read by the line, and a page that is longer has parts.
WIDEST, TALLEST, MAY_BE_WIDER = 120, 120, 0.01
ELEMENT = (
    r"(?:section|article|div|p|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|th|td|form|button)"
)
CROWDED = re.compile(rf"<{ELEMENT}\b.*<{ELEMENT}\b|</{ELEMENT}>\s*<[a-z]")


def markup() -> dict[str, list[str]]:
    return {path: text.splitlines() for path, text in templates() if path.endswith(".html")}


def test_a_template_is_at_most_as_long_as_a_screen_or_two():
    assert [path for path, lines in markup().items() if len(lines) > TALLEST] == []


def test_hardly_any_line_of_a_template_is_wider_than_a_screen():
    lines = [line for lines in markup().values() for line in lines]

    assert sum(len(line) > WIDEST for line in lines) <= MAY_BE_WIDER * len(lines)


def test_a_line_of_a_template_holds_one_element():
    """With what stands inside its text: `<p>Bitte <a>anmelden</a>.</p>`, never two neighbours."""
    crowded = [
        f"{path}: {line.strip()}"
        for path, lines in markup().items()
        for line in lines
        if CROWDED.search(line)
    ]

    assert crowded == []


# --- words ---------------------------------------------------------------------------------------

# What the Träger tells about itself, its law and its own procedure; people change these texts.
OWN_TEXTS = {
    f"templates/auditportal/page_{name}.html"
    for name in ("barrierefreiheit", "datenschutz", "hilfe", "impressum")
}
# Typed-in examples, as people would type them, and the measuring of pages; no page shows them.
DATA = ("certificates/demo/", "certificates/bench/")
MODEL_NAMES = {"verbose_name", "verbose_name_plural", "__all__"}
ENDINGS = "(s|es|e|n|en|er|innen|:in|:innen)?"


def owned_words() -> set[str]:
    """The nouns that a published version names for itself; a pair of them counts as two."""
    versions = [tomllib.loads(path.read_text()) for path in FOLDER.glob("*.toml")]
    return {
        word for one in versions for pair in one["words"].values() for word in pair.split(" oder ")
    }


def owned() -> re.Pattern:
    """As whole words with their endings: Audit and Audits, never Auditportal."""
    return re.compile(rf"\b({'|'.join(sorted(owned_words()))}){ENDINGS}\b")


def said(text: str) -> str:
    """A template without what nobody reads."""
    return re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}|<!--.*?-->", "", text, flags=re.S)


def strings(source: str) -> Iterator[str]:
    """What a module says: its strings apart from docstrings and the names of models."""
    tree = ast.parse(source)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Assign)
            and {getattr(one, "id", "") for one in node.targets} & MODEL_NAMES
        ):
            silent |= {id(below) for below in ast.walk(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            yield node.value


def named_procedures() -> re.Pattern:
    """Their codes and whole names, as the template files give them."""
    heads = [tomllib.loads(path.read_text())["verfahren"] for path in FOLDER.glob("*.toml")]
    said = {text for head in heads for text in (head["code"], head["name"])}
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in sorted(said)))


def test_a_procedure_is_a_file_and_no_branch_no_code_names_one():
    found = named_procedures()
    code = {path: strings(text) for path, text in sources() if not path.startswith(DATA)}
    pages = {path: [said(text)] for path, text in templates() if path not in OWN_TEXTS}

    hits = [
        f"{path}: {text}"
        for path, texts in (code | pages).items()
        for text in texts
        if found.search(text)
    ]

    assert found.search('version.code == "FGK-K"')
    assert hits == []


def test_the_words_of_a_version_are_found_with_their_endings():
    found = owned()

    for text in ("Ihr Audit ist", "des Rats", "zwei Gutachter:innen", "Zertifikate", "Kommunen."):
        assert found.search(text), text
    for text in ("Auditportal", "Auditzyklus", "Beratung", "audits:audit", "kommunal"):
        assert not found.search(text), text
    assert list(strings('"""Rat"""\nverbose_name = "Audit"\nx = f"{y} im Rat"')) == [" im Rat"]


def test_no_page_and_no_mail_spells_a_noun_that_the_version_owns():
    found = owned()

    hits = [
        f"{path}: {hit[0]}"
        for path, text in templates()
        if path not in OWN_TEXTS
        for hit in found.finditer(said(text))
    ]

    assert hits == []


def test_no_action_gate_or_form_spells_a_noun_that_the_version_owns():
    found = owned()

    hits = [
        f"{path}: {text}"
        for path, source in sources("audits", "certificates")
        if not path.startswith(DATA)
        for text in strings(source)
        if found.search(text)
    ]

    assert hits == []
