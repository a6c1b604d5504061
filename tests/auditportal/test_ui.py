"""The frame, the components and the forms, rendered without a database."""

import datetime as dt
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.forms.renderers import get_default_renderer
from django.http import HttpResponse
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.urls import include, path
from django.utils.translation import gettext

from auditportal import context
from auditportal.forms.renderer import KINDS, KernRenderer
from auditportal.forms.versioned import VersionedForm
from auditportal.forms.widgets import DateInput, NumberInput, TimeInput
from auditportal.models import User
from auditportal.models.rights import Rights
from auditportal.templatetags.portal import KINDS as STATUS_KINDS
from auditportal.templatetags.portal import WORDS
from auditportal.verdict import WHEN, Verdict, because
from audits.pages.overview import Line, Step
from audits.pages.turn import Turn
from tests.reading import as_read

pytestmark = pytest.mark.urls(__name__)
JINJA = settings.BASE_DIR / "templates/jinja2"
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.*"))
NOT_YET = because(WHEN, "Es fehlt ein Ziel.", link="/ziele/") & because(WHEN, "Zu früh.")


def view(request):
    return HttpResponse()


def room(name, route):
    return path(route, include(([path("", view, name=name)], room.names[name])))


room.names = {
    "cycle_list": "audits",
    "organisation_list": "auditportal",
    "certificate_list": "certificates",
}
urlpatterns = [
    path("konto/login/", view, name="account_login"),
    path("konto/logout/", view, name="account_logout"),
    path("konto/passwort/", view, name="account_change_password"),
    path("darstellung/", view, name="display"),
    room("cycle_list", "verfahren/"),
    room("organisation_list", "organisationen/"),
    room("certificate_list", "zertifikate/"),
]


@pytest.fixture(autouse=True)
def fresh_addresses():
    context.address.cache_clear()
    yield
    context.address.cache_clear()


class Everything(forms.Form):
    text = forms.CharField(label="Gremium", help_text="Wie in der Niederschrift.")
    note = forms.CharField(label="Bemerkung", required=False, widget=forms.Textarea)
    held_on = forms.DateField(label="Sitzung am", widget=DateInput)
    votes = forms.IntegerField(label="Ja-Stimmen", required=False, widget=NumberInput)
    result = forms.ChoiceField(label="Ergebnis", choices=[("a", "beschlossen")])
    way = forms.ChoiceField(
        label="Abstimmung", choices=[("o", "offen"), ("g", "geheim")], widget=forms.RadioSelect
    )
    groups = forms.MultipleChoiceField(
        label="Zielgruppen", choices=[("k", "Kinder")], widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label="Stimmt")
    paper = forms.FileField(label="Auszug", widget=forms.ClearableFileInput, help_text="PDF")


class Note(VersionedForm):
    text = forms.CharField(widget=forms.Textarea)

    def stored(self, row):
        return {"text": getattr(row, "text", "")}


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.text = ""
        self.feed(html)

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def one(self, tag, **wanted):
        (attrs,) = self.all(tag, **wanted)
        return attrs

    def all(self, tag, **wanted):
        names = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
        return [a for t, a in self.found if t == tag and names.items() <= a.items()]


def words_of(html):
    return " ".join(Tags(html).text.split())


def filled(data=None):
    return Everything(data, renderer=KernRenderer())


def component(template, /, **values):
    return as_read(render_to_string(f"components/{template}.html", values))


def person(rights, theme="system"):
    user = User(pk=1, name="Eva Muster", email="eva@stadt.example", theme=theme)
    user.rights = Rights({1: frozenset(rights)})
    return user


def request_of(user, url="/"):
    request = RequestFactory().get(url)
    request.user = user
    return request


def page(user, url="/", **values):
    values = {"working_for": []} | values
    return render_to_string("base.html", values, request_of(user, url))


# --- forms --------------------------------------------------------------------------------------


@pytest.mark.parametrize("active", [True, False])
def test_a_filter_is_open_where_it_narrows_the_list(active):
    fold = Tags(component("filter_bar", form=filled(), active=active)).one("details")

    assert ("open" in fold) == active


def test_every_form_of_the_portal_is_drawn_by_our_renderer():
    assert isinstance(get_default_renderer(), KernRenderer)


@pytest.mark.parametrize(
    ("name", "tag", "css"),
    [
        ("text", "input", "kern-form-input__input"),
        ("note", "textarea", "kern-form-input__input"),
        ("held_on", "input", "kern-form-input__input"),
        ("result", "select", "kern-form-input__select"),
        ("sure", "input", "kern-form-check__checkbox"),
        ("paper", "input", "kern-form-input__input"),
    ],
)
def test_each_kind_of_field_has_its_class(name, tag, css):
    tags = Tags(str(filled()))

    assert tags.one(tag, name=name)["class"] == css


def test_checkboxes_are_not_taken_for_radios():
    tags = Tags(str(filled()))

    assert {a["class"] for a in tags.all("input", name="groups")} == {"kern-form-check__checkbox"}
    assert {a["class"] for a in tags.all("input", name="way")} == {"kern-form-check__radio"}


def test_every_label_leads_to_a_control():
    tags = Tags(str(filled()))
    ids = {attrs["id"] for _, attrs in tags.found if "id" in attrs}

    assert {label["for"] for label in tags.all("label")} <= ids


def test_hint_and_error_describe_their_field():
    tags = Tags(str(filled({})))
    ids = {attrs["id"] for _, attrs in tags.found if "id" in attrs}

    field = tags.one("input", name="text")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "id_text_helptext id_text_error"
    assert "kern-form-input__input--error" in field["class"]
    assert tags.one("input", name="paper")["aria-describedby"].split() == [
        "id_paper_helptext",
        "id_paper_error",
    ]
    described = " ".join(a["aria-describedby"] for _, a in tags.found if "aria-describedby" in a)
    assert set(described.split()) <= ids


def test_the_error_summary_links_to_every_wrong_field():
    tags = Tags(str(filled({})))
    ids = {attrs["id"] for _, attrs in tags.found if "id" in attrs}
    links = [a["href"].removeprefix("#") for a in tags.all("a")]

    assert "id_groups_0" in links
    assert "id_way_0" in links
    assert len(links) == 7
    assert set(links) <= ids


def test_the_error_summary_says_what_belongs_to_no_field():
    form = filled({})
    form.add_error(None, "Die Stimmen passen nicht zusammen.")

    assert "<li>Die Stimmen passen nicht zusammen.</li>" in str(form)


def test_a_form_without_errors_has_no_summary():
    assert "data-error-summary" not in str(filled())


def test_only_optional_fields_are_marked():
    html = str(filled())

    assert html.count("(optional)") == 2


def test_a_file_knows_its_limit():
    limit = Tags(str(filled())).one("input", name="paper")["data-max-bytes"]

    assert limit == str(settings.UPLOAD_MAX_BYTES)


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("This field is required.", "Bitte füllen Sie dieses Feld aus."),
        ("You must type the same password each time.", "Die beiden Passwörter sind nicht gleich."),
    ],
)
def test_sentences_of_libraries_say_sie(english, german):
    assert gettext(english) == german


def test_every_kind_of_widget_is_drawn_somehow():
    assert KINDS[-1][0] is forms.Widget


@pytest.mark.parametrize(
    ("widget", "value", "drawn"),
    [
        (DateInput(), dt.date(2010, 6, 30), ("date", "2010-06-30")),
        (DateInput(), "2010-06-30", ("date", "2010-06-30")),
        (DateInput(), "31.02.2010", ("text", "31.02.2010")),
        (TimeInput(), dt.time(18, 30), ("time", "18:30")),
        (TimeInput(), "abends", ("text", "abends")),
    ],
)
def test_what_was_typed_as_a_day_or_time_stays_readable(widget, value, drawn):
    attrs = Tags(widget.render("when", value, renderer=KernRenderer())).one("input")

    assert (attrs["type"], attrs["value"]) == drawn


def test_a_form_with_a_file_is_sent_as_multipart_and_checked_by_the_server():
    html = component("form", form=filled(), submit="Eintragen", cancel="/", csrf_token="x" * 64)

    form = Tags(html).one("form")
    assert form["enctype"] == "multipart/form-data"
    assert "novalidate" in form
    assert "csrfmiddlewaretoken" in html


# --- components ---------------------------------------------------------------------------------


def test_a_closed_action_is_disabled_and_explained():
    html = component("action", url="/phasen/1/weiter/", label="Abschließen", verdict=NOT_YET)

    button = Tags(html).one("button")
    assert "disabled" in button
    assert Tags(html).one("div", id=button["aria-describedby"])
    assert "Es fehlt ein Ziel." in html
    assert 'href="/ziele/"' in html


def test_an_open_action_posts_with_its_token():
    html = component(
        "action",
        url="/phasen/1/weiter/",
        label="Abschließen",
        verdict=Verdict(),
        csrf_token="x" * 64,
        fields=[("round", 2)],
    )

    assert "disabled" not in Tags(html).one("button")
    assert Tags(html).one("form")["action"] == "/phasen/1/weiter/"
    assert Tags(html).one("input", name="csrfmiddlewaretoken")["value"] == "x" * 64
    assert Tags(html).one("input", name="round")["value"] == "2"


def a_way(*states):
    return [
        Step(number, f"Phase {number}", f"Ph {number}", state)
        for number, state in enumerate(states, start=1)
    ]


@pytest.mark.parametrize("state", ["current", "late"])
def test_the_phase_line_marks_the_one_step_at_which_it_stands_and_names_it(state):
    steps = a_way("done", state, "ahead")

    html = component("phase_bar", steps=steps, here=steps[1])

    assert len(Tags(html).all("li", aria_current="step")) == 1
    assert "Phase 2 von 3: Phase 2" in words_of(html)
    assert words_of(html).count("(erledigt)") == 1
    assert words_of(html).count("(kommt noch)") == 1


def test_the_phase_line_of_an_ended_way_stands_nowhere():
    html = component("phase_bar", steps=a_way("done", "done"), here=None)

    assert Tags(html).all("li", aria_current="step") == []
    assert "2 Phasen" in html


def test_a_shortened_name_is_whole_for_those_who_listen():
    html = component("phase_bar", steps=a_way("ahead"), here=None)

    assert '<span class="portal-phase__name" aria-hidden="true">Ph 1</span>' in html
    assert '<span class="kern-sr-only">Phase 1</span>' in html


@pytest.mark.parametrize(
    ("is_yours", "css", "buttons"),
    [(True, ["portal-now"], 1), (False, ["portal-now", "portal-now--wait"], 0)],
)
def test_the_turn_offers_one_primary_button_and_only_to_whom_it_is(is_yours, css, buttons):
    turn = Turn("Jetzt am Zug: Sie", is_yours, "Ziel festlegen", "/ziele/")

    html = component("turn", turn=turn, url="/phasen/1/", label="Zur Phase", after="Beschluss")

    assert Tags(html).one("section")["class"].split() == css
    assert html.count("kern-btn--primary") == buttons
    assert ("Sie müssen nichts tun." in html) is not is_yours
    assert "Danach: Beschluss" in html


@pytest.mark.parametrize(
    ("state", "linked"), [("", 1), ("overdue", 1), ("blocked", 0), ("done", 0)]
)
def test_only_what_can_be_done_is_a_link(state, linked):
    task = Line("Ziel festlegen", "/ziele/", "heute", state)

    assert len(Tags(component("task_list", tasks=[task])).all("a")) == linked


def test_a_task_says_for_whom_until_when_and_nothing_of_it_is_markup():
    texts = ("<b>Ziel</b>", "/ziele/?a=1&b=2", "Do 10.12.", "soon", "<Stadt>", "<Lennestadt>")
    task = Line(*texts, about="<Feld>", reason="<Erst>")

    html = component("task_list", tasks=[task, task])

    assert "&lt;b&gt;Ziel&lt;/b&gt;" in html
    assert Tags(html).all("a")[0]["href"] == "/ziele/?a=1&b=2"
    assert Tags(html).all("b") == []
    for part in ("Stadt", "Lennestadt", "Feld", "Erst"):
        assert html.count(f"&lt;{part}&gt;") == 2
    assert html.count("Do 10.12.") == 2


def test_what_is_late_is_red_and_says_so_in_words():
    html = component("task_list", tasks=[Line("Ziel", "/", "3 Tage zu spät", "overdue")])

    assert "3 Tage zu spät" in Tags(html).text
    assert Tags(html).one("p", class_="portal-todo__day portal-todo__day--overdue") is not None


def test_an_empty_task_list_says_so():
    assert "Im Augenblick ist nichts zu tun." in component("task_list", tasks=[])


def test_check_answers_name_what_is_changed():
    rows = [{"label": "Gremium", "value": "Rat", "url": "/x/"}, {"label": "Nein", "value": 0}]

    html = component("summary_list", title="Sitzung", rows=rows)

    assert 'Ändern<span class="kern-sr-only">: Gremium</span>' in html
    assert "keine Angabe" not in html


def test_history_reads_as_sentences():
    at = dt.datetime(2010, 3, 12, 8, 30, tzinfo=dt.UTC)

    html = component("timeline", events=[{"at": at, "text": "Ziel angelegt", "by": "Eva Muster"}])

    assert "12.03.2010, 09:30 Uhr · Eva Muster" in html


def test_pages_keep_the_filter():
    html = component("pagination", page=Paginator(range(50), 20).page(2), query="q=a&")

    assert [a["href"] for a in Tags(html).all("a")] == ["?q=a&page=1", "?q=a&page=3"]
    assert "Seite 2 von 3" in html


def test_progress_is_words_and_a_bar():
    html = component("progress", done=7, total=12, noun="Aufgaben", id="stand")

    assert "7 von 12 Aufgaben" in html
    assert Tags(html).one("progress") == {"id": "stand", "value": "7", "max": "12"}


def test_an_autosaved_text_carries_its_version_and_works_as_a_plain_form():
    html = component(
        "autosave", id="f1", url="/s/", label="Stärken", form=Note(row=SimpleNamespace(version=3))
    )

    tags = Tags(html)
    form = tags.one("form")
    assert (form["method"], form["action"], form["hx-post"]) == ("post", "/s/", "/s/")
    assert form["hx-target"] == "#" + tags.one("div", role="status")["id"]
    assert tags.one("input", name="version")["value"] == "3"
    assert "Speichern" in html


@pytest.mark.parametrize("word", WORDS)
def test_every_status_word_has_an_icon_and_a_colour(word):
    html = Template('{% load portal %}{% status "' + word + '" %}').render(Context())

    colour, icon = STATUS_KINDS[WORDS[word]]
    assert f"kern-badge--{colour}" in html
    assert icon in html
    assert word in html


def test_a_wide_table_scrolls_in_a_labelled_region_that_takes_the_focus():
    html = Template('{% load portal %}{% wide "Ziele" %}<table></table>{% endwide %}').render(
        Context()
    )

    region = Tags(html).one("div")
    assert (region["role"], region["aria-label"], region["tabindex"]) == ("region", "Ziele", "0")


# --- the frame ----------------------------------------------------------------------------------


def test_the_title_says_where_and_that_something_is_wrong():
    html = page(AnonymousUser(), form=SimpleNamespace(errors={"text": ["fehlt"]}))

    assert re.search(r"<title>Fehler:\s.*– Auditportal</title>", html)


def test_the_skip_link_leads_to_the_content():
    tags = Tags(page(AnonymousUser()))

    assert tags.all("a")[0]["href"] == "#" + tags.one("main")["id"]


def test_a_stranger_sees_no_navigation_and_no_theme():
    html = page(AnonymousUser())

    assert "Hauptnavigation" not in html
    assert "Darstellung" not in html
    assert "csrf" not in html
    assert "Anmelden" in html


@pytest.mark.parametrize(
    ("rights", "labels"),
    [
        ({"view", "run"}, ["Aufgaben", "Meine Verfahren", "Organisationen", "Verleihungen"]),
        ({"view", "sign"}, ["Aufgaben", "Meine Verfahren"]),
    ],
)
def test_the_navigation_shows_what_one_has_to_do_with(rights, labels):
    request = request_of(person(rights))

    assert [label for label, _, _ in context.portal(request)["navigation"]] == labels


@pytest.mark.parametrize(
    ("url", "here"),
    [("/", "Aufgaben"), ("/verfahren/7/", "Meine Verfahren"), ("/hilfe/", None)],
)
def test_the_navigation_says_where_one_is(url, here):
    entries = context.portal(request_of(person({"view"}), url))["navigation"]

    assert [label for label, _, current in entries if current] == ([here] if here else [])


@pytest.mark.parametrize(
    ("rights", "chosen", "shown"),
    [
        ({"view"}, "", "comfortable"),
        ({"view", "run"}, "", "compact"),
        ({"view"}, "compact", "compact"),
        ({"view", "run"}, "comfortable", "comfortable"),
    ],
)
def test_the_density_is_chosen_or_follows_from_what_one_does(rights, chosen, shown):
    user = person(rights)
    user.density = chosen
    tags = Tags(page(user))

    assert tags.one("html")["data-density"] == shown
    assert tags.one("button", name="density", aria_pressed="true")["value"] == shown


def test_the_menu_says_for_whom_one_works_and_where_one_can_go():
    html = page(person({"view"}), working_for=["Aachen", "Gera", "Olpe"])

    assert "Sie arbeiten für: Aachen, Gera und 1 weitere" in words_of(html)
    assert len(Tags(html).all("a", href="/verfahren/")) == 3


@pytest.mark.parametrize("theme", ["system", "light", "dark"])
def test_the_theme_is_the_persons_and_changes_without_a_script(theme):
    tags = Tags(page(person({"view"}, theme)))

    assert tags.one("html")["data-kern-theme"] == theme
    assert tags.one("button", name="theme", aria_pressed="true")["value"] == theme
    assert tags.one("form", action="/darstellung/")["method"] == "post"


def test_leaving_is_a_post():
    assert Tags(page(person({"view"}))).one("form", action="/konto/logout/")["method"] == "post"


def test_the_page_of_an_error_of_ours_needs_nothing():
    html = get_template("500.html").render()

    assert "Das liegt an uns" in html


def test_the_page_for_too_large_a_file_needs_no_login():
    html = render_to_string("413.html", request=RequestFactory().post("/"))

    assert "Die Datei ist zu groß" in html


def test_what_stands_in_the_way_is_shown_with_409():
    html = render_to_string("409.html", {"verdict": NOT_YET}, request_of(AnonymousUser()))

    assert "Es fehlt ein Ziel." in html


# --- all templates ------------------------------------------------------------------------------


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_template_can_be_read_and_carries_no_inline_code(file):
    text = file.read_text()

    engine = "jinja2" if file.is_relative_to(JINJA) else "django"
    get_template(str(file.relative_to(JINJA if engine == "jinja2" else JINJA.parent)), using=engine)
    # A PDF is drawn without a browser and its policy; it carries its style with it.
    style = "" if file.name.endswith("_pdf.html") else "|<style"
    assert not re.search(rf'\sstyle="|\son[a-z]+="{style}|<script(?![^>]*\ssrc=)', text)


@pytest.mark.parametrize(
    "file", [f for f in TEMPLATES if "account" in f.parts], ids=lambda file: file.name
)
def test_the_login_says_sie(file):
    assert not re.search(r"\b(du|dich|dir|dein\w*)\b", file.read_text(), re.IGNORECASE)


def test_a_code_comes_with_what_to_do():
    text = render_to_string("account/email/login_code_message.txt", {"code": "AB12CD"})

    assert "Guten Tag" in text
    assert "AB12CD" in text
