"""Goals and measures: the list by Handlungsfeld, and how one of them is written."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auditportal.forms.versioned import VersionedForm
from auditportal.notation import counted
from auditportal.verdict import Verdict
from auditportal.views.loading import status_of
from auditportal.views.versioned import attempt, beside
from audits.actions import goal as goals
from audits.facts.goal import GOAL
from audits.facts.measure import MEASURE
from audits.forms.goal import GoalFilter, GoalForm, MeasureForm
from audits.models import Goal, Measure, agreed_in
from audits.pages.overview import address
from audits.papers.draft import felder_of, place_of_row, ties_in
from audits.views.inside import crumbs, get_row, get_shared, place_of, sources_of

LIST = "audits/goal_list.html"
DESCRIBED = {Goal: GOAL, Measure: MEASURE}


@require_safe
def goal_list(request, pk):
    cycle = get_shared(request, pk)
    felder = felder_of(cycle)
    total = how_many(felder)
    form = GoalFilter(request.GET, felder)
    narrowed = form.narrow(felder)
    can_change = goals.can_add_goal(request.user, cycle)
    context = {
        "cycle": cycle,
        "filter": form,
        "shown": shown(narrowed, ties_in(cycle), can_order=not form.is_active),
        "total": total,
        "found": how_many(narrowed) if form.is_active else "",
        "can_change": can_change,
        "can_take_over": can_change and bool(sources_of(request.user, cycle)),
        "crumbs": crumbs(cycle),
    }
    return render(request, LIST, context)


def how_many(felder) -> str:
    """„18 Ziele und 43 Maßnahmen“."""
    found = [goal for feld in felder for goal in feld.goals]
    return in_numbers(len(found), sum(len(goal.lines) for goal in found))


def in_numbers(found: int, lines: int) -> str:
    return f"{counted(found, 'Ziel', 'Ziele')} und {counted(lines, 'Maßnahme', 'Maßnahmen')}"


def shown(felder, ties: dict, *, can_order: bool) -> list:
    """With what the rows would otherwise ask one by one."""
    for feld in felder:
        for goal in place(feld.goals, "goal_detail", can_order, ties):
            place(goal.lines, "measure_detail", can_order, ties)
    return felder


def place(rows: list, name: str, can_order: bool, ties: dict) -> list:
    """Its anchor and address, what it says, and whether a row can go up or down."""
    for number, row in enumerate(rows):
        row.ties = ties.get((type(row), row.pk), "")
        row.facts = DESCRIBED[type(row)].draft_lines(row)
        row.anchor, row.url = anchor_of(row), address(name, row.pk)
        row.can_go_up = can_order and number > 0
        row.can_go_down = can_order and number + 1 < len(rows)
    return rows


# --- one row ------------------------------------------------------------------------------------


@require_safe
def goal_detail(request, pk):
    """The head of a goal as it stands in the list; as a page it is the list itself."""
    goal = get_row(request, Goal, pk)
    return row_again(request, goal.cycle, goal=goal)


@require_safe
def measure_detail(request, pk):
    measure = get_row(request, Measure, pk, "goal")
    return row_again(request, measure.cycle, measure=measure)


def row_again(request, cycle, *, goal=None, measure=None, part=""):
    """Where somebody with htmx had the form stands the row again; others see it in the list."""
    anchor = anchor_of(goal or measure)
    if not request.htmx:
        return redirect(f"{reverse('audits:goal_list', args=[cycle.pk])}#{anchor}")
    context = {
        "total": in_numbers(*agreed_in(cycle.pk)) if part == "added" else "",
        "goal": itself(goal, cycle) if goal else alone(measure.goal),
        "line": itself(measure, cycle) if measure else None,
        "can_change": goals.can_add_goal(request.user, cycle),
        "focus": True,
    }
    return render(request, f"{LIST}#{part or ('measure' if measure else 'goal')}", context)


def itself(row: Goal | Measure, cycle):
    """With its place among its neighbours."""
    row.cycle, stands = cycle, place_of_row(row)
    name = "measure" if isinstance(row, Measure) else "goal"
    place([row], f"{name}_detail", False, {(type(row), row.pk): stands.ties})
    row.can_go_up, row.can_go_down = stands.has_above, stands.has_below
    return row


def alone(goal: Goal):
    """Only to stand around one of its measures."""
    return place([goal], "goal_detail", False, {})[0]


def anchor_of(row) -> str:
    return f"massnahme-{row.pk}" if isinstance(row, Measure) else f"ziel-{row.pk}"


# --- writing ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def goal_add(request, pk, feld):
    cycle = get_shared(request, pk)
    feld = place_of(cycle, feld)
    form = GoalForm(request.POST or None)

    def save(**fields):
        return goals.add_goal(cycle=cycle, handlungsfeld=feld, by=request.user, **fields)

    page = {"cycle": cycle, "heading": "Ziel ergänzen", "context": feld.name, "back": feld.code}
    return write(request, form, goals.can_add_goal(request.user, cycle), save, page)


@require_http_methods(["GET", "HEAD", "POST"])
def goal_change(request, pk):
    goal = get_row(request, Goal, pk, "handlungsfeld")
    form = GoalForm(request.POST or None, instance=goal, auto_id=f"ziel-{pk}-%s")

    def save(**fields):
        return goals.change_goal(goal=goal, version=form.read_version, by=request.user, **fields)

    page = {
        "cycle": goal.cycle,
        "heading": "Ziel bearbeiten",
        "context": goal.handlungsfeld.name,
        "back": anchor_of(goal),
        "row_url": reverse("audits:goal_detail", args=[pk]),
        "remove": ("Ziel streichen", reverse("audits:goal_remove", args=[pk])),
        "target": f"ziel-{pk}-kopf",
    }
    return write(request, form, goals.can_add_goal(request.user, goal.cycle), save, page)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_add(request, pk):
    """With htmx the form takes the place of the list's last row, and `?zu` gives that row back."""
    goal = get_row(request, Goal, pk)
    if request.htmx and "zu" in request.GET:
        return row_again(request, goal.cycle, goal=goal, part="adding")
    form = MeasureForm(request.POST or None, cycle=goal.cycle, auto_id=f"ziel-{pk}-neu-%s")

    def save(**fields):
        return goals.add_measure(goal=goal, by=request.user, **fields)

    page = {
        "cycle": goal.cycle,
        "heading": "Maßnahme ergänzen",
        "context": goal.title,
        "back": anchor_of(goal),
        "row_url": f"{request.path}?zu",
        "target": f"ziel-{pk}-neu",
        "part": "added",
    }
    return write(request, form, goals.can_add_measure(request.user, goal), save, page)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_change(request, pk):
    measure = get_row(request, Measure, pk, "goal")
    form = MeasureForm(
        request.POST or None,
        cycle=measure.cycle,
        instance=measure,
        auto_id=f"massnahme-{pk}-%s",
    )

    def save(**fields):
        about = {"measure": measure, "version": form.read_version, "by": request.user}
        changed = goals.change_measure(**about, **fields)
        changed.goal = measure.goal
        return changed

    page = {
        "cycle": measure.cycle,
        "heading": "Maßnahme bearbeiten",
        "context": measure.goal.title,
        "back": anchor_of(measure),
        "row_url": reverse("audits:measure_detail", args=[pk]),
        "remove": ("Maßnahme streichen", reverse("audits:measure_remove", args=[pk])),
        "target": anchor_of(measure),
    }
    return write(request, form, goals.can_add_goal(request.user, measure.cycle), save, page)


def write(request, form: VersionedForm, verdict: Verdict, save, page: dict):
    """The form as a page or, with htmx, in the place of its row; saved, the row again."""
    cycle, is_inline = page["cycle"], request.htmx and "target" in page
    above = reverse("audits:goal_list", args=[cycle.pk])
    form.stay = f"{above}#{page['back']}"
    if request.method != "POST":
        verdict.require()
    elif row := attempt(form, verdict, save):
        return saved(request, row, page)
    if is_inline and form.is_unsaved:
        return beside(request, form)
    template = "audits/goal_write.html#inline" if is_inline else "audits/goal_write.html"
    context = page | {
        "form": form,
        "back": form.stay,
        "is_inline": is_inline,
        "crumbs": crumbs(cycle, ("Ziele und Maßnahmen", above)),
    }
    return render(request, template, context, status=status_of(form))


def saved(request, row: Goal | Measure, page: dict):
    about = {"measure": row} if isinstance(row, Measure) else {"goal": row}
    if not request.htmx:
        messages.success(request, f"Gespeichert: {row}")
    return row_again(request, page["cycle"], part=page.get("part", ""), **about)


# --- order and removal --------------------------------------------------------------------------


@require_POST
def goal_move(request, pk, up):
    goal = goals.move_goal(goal=get_row(request, Goal, pk), up=up, by=request.user)
    return redirect(f"{reverse('audits:goal_list', args=[goal.cycle_id])}#{anchor_of(goal)}")


@require_POST
def measure_move(request, pk, up):
    measure = get_row(request, Measure, pk)
    goals.move_measure(measure=measure, up=up, by=request.user)
    return redirect(f"{reverse('audits:goal_list', args=[measure.cycle_id])}#{anchor_of(measure)}")


@require_http_methods(["GET", "HEAD", "POST"])
def goal_remove(request, pk):
    """GET asks once more and shows what goes along, POST removes."""
    goal = get_row(request, Goal, pk, "handlungsfeld")
    if request.method == "POST":
        goals.remove_goal(goal=goal, by=request.user)
        return removed(request, goal.cycle, goal, goal.handlungsfeld.code)
    goals.can_add_goal(request.user, goal.cycle).require()
    along = list(goal.measures.agreed().in_order())
    return ask_to_remove(request, goal, {"heading": "Ziel streichen", "along": along})


@require_http_methods(["GET", "HEAD", "POST"])
def measure_remove(request, pk):
    measure = get_row(request, Measure, pk, "goal")
    if request.method == "POST":
        goals.remove_measure(measure=measure, by=request.user)
        return removed(request, measure.cycle, measure, anchor_of(measure.goal))
    goals.can_add_goal(request.user, measure.cycle).require()
    return ask_to_remove(request, measure, {"heading": "Maßnahme streichen"})


def ask_to_remove(request, row, page: dict):
    cycle = row.cycle
    address = reverse("audits:goal_list", args=[cycle.pk])
    context = page | {
        "row": row,
        "cycle": cycle,
        "back": f"{address}#{anchor_of(row)}",
        "crumbs": crumbs(cycle, ("Ziele und Maßnahmen", address)),
    }
    return render(request, "audits/goal_remove.html", context)


def removed(request, cycle, row, anchor: str):
    messages.success(request, f"Gestrichen: {row}")
    return redirect(f"{reverse('audits:goal_list', args=[cycle.pk])}#{anchor}")
