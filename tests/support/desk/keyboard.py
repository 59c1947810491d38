"""Use a page by keyboard only: move with Tab, and record places where the focus is not visible."""

MAX_STEPS = 160

SEEN = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return true;
    if (one.isContentEditable) return true; // the caret blinks there
    const ring = (element, pseudo) => {
        const style = getComputedStyle(element, pseudo);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    };
    const around = [one, one.parentElement, one.closest("label, .Draftail-Editor, .w-field__input, .tagit")];
    const box = one.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
    return inside && around.filter(Boolean).some((element) => ring(element) || ring(element, "::after"));
}"""


class Keyboard:
    """Types into a page and moves in it by keys only."""

    def __init__(self, page):
        self.page = page
        self.unseen = []

    def press(self, key):
        self.page.keyboard.press(key)
        return self

    def type(self, words):
        self.page.keyboard.type(words)
        return self

    def settle(self):
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_timeout(300)
        return self

    def to(self, selector, *, back=False):
        """Press Tab until the first visible match has the focus; fail if it never gets it."""
        wanted = self.page.locator(f"{selector} >> visible=true").first
        wanted.wait_for(state="visible")
        for _step in range(MAX_STEPS):
            if wanted.evaluate(
                "element => element === document.activeElement || element.contains(document.activeElement)"
            ):
                return self
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            self._look()
        raise AssertionError(f"{MAX_STEPS} steps do not lead to {selector}")

    def _look(self):
        if not (self.page.evaluate(SEEN) or self._is_seen_soon()):
            said = self.page.evaluate("document.activeElement.outerHTML.slice(0, 160)")
            if said not in self.unseen:
                self.unseen.append(said)

    def _is_seen_soon(self):
        """Tell whether the focused element is visible once the page has stopped moving."""
        self.page.wait_for_timeout(400)
        return self.page.evaluate(SEEN)
