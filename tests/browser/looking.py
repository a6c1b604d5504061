"""Looking at a page as axe-core, a telephone and the browser's console see it."""

from dataclasses import dataclass

from django.conf import settings

from tests.browser.pages import Case
from tests.browser.world import World
from tests.visitor import Visitor

AXE = (settings.BASE_DIR / "node_modules/axe-core/axe.min.js").read_text()
ASK = """async (only) => {
    const rules = only ? {runOnly: {type: "rule", values: only}} : {};
    const found = await axe.run(document, {...rules, iframes: false, resultTypes: ["violations"]});
    return found.violations.flatMap(({id, nodes}) =>
        nodes.map(({target, html}) => `${id}: ${target.join(" ")} ${html.slice(0, 150)}`));
}"""
# The two themes have the same elements: only what depends on colours is asked twice.
COLOURS = ["color-contrast", "link-in-text-block"]
NARROW = {"width": 320, "height": 800}
WIDE = {"width": 1280, "height": 900}


@dataclass
class Look:
    """A visitor's eyes for one role: what was answered, and what is wrong with it."""

    visitor: Visitor
    world: World
    status: int = 0

    def __post_init__(self):
        self.page = self.visitor.page
        self.visitor.context.add_init_script(AXE)
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.page.on("response", self.hear)

    def hear(self, response) -> None:
        """The last answer that was a page or a part of one."""
        if response.request.resource_type in ("document", "fetch"):
            self.status = response.status

    def open(self, case: Case) -> None:
        self.page.goto(self.world.address(case.place))
        if case.act:
            case.act(self.page, self.world)

    def violations(self, theme: str, only: list[str] | None = None) -> list[str]:
        self.page.emulate_media(color_scheme=theme)
        return self.page.evaluate(ASK, only)

    def is_wider_than_a_telephone(self) -> bool:
        self.page.set_viewport_size(NARROW)
        root = "document.scrollingElement"
        wider = self.page.evaluate(f"{root}.scrollWidth > {root}.clientWidth")
        self.page.set_viewport_size(WIDE)
        return wider
