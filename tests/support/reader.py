"""People at screens, who know only the words that stand there."""

from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from tests.factories.people import Appointment, Person, Post


def holder_of(title, role, unit, name):
    post = Post(role=role, unit=unit, title=title)
    return Appointment(post=post, person=Person(name=name)).person


class Reader:
    """Somebody at a screen, who knows only the words that stand there."""

    def __init__(self, page, language):
        self.page, self.language = page, language
        self.main = page.locator("main")

    def word(self, chinese, **values):
        with translation.override(self.language):
            return gettext(chinese) % values if values else gettext(chinese)

    def go(self, address):
        self.page.goto(address)
        return self

    def press(self, chinese, within=None):
        where = within or self.main
        self._click(where.get_by_role("button", name=self.word(chinese), exact=True))

    def follow(self, chinese, within=None):
        where = within or self.main
        self._click(where.get_by_role("link", name=self.word(chinese), exact=True))

    def open(self, words, within=None):
        self._click((within or self.main).get_by_role("link", name=words))

    def _click(self, found):
        try:
            with self.page.expect_navigation():
                found.first.click()
        except PlaywrightError as lost:
            said = self.main.inner_text()
            raise AssertionError(f"{found} at {self.page.url}:\n{said}") from lost

    def fill(self, name, value):
        self.main.locator(f"[name={name}]").fill(value)

    def sees(self, chinese, **values):
        expect(self.main).to_contain_text(self.word(chinese, **values))

    def give(self, **answers):
        """Answer each question the way it is asked: a choice, a tick, words."""
        for name, value in answers.items():
            folded = f"details:not([open]):has([name={name}]) > summary"
            for summary in self.main.locator(folded).all():
                summary.click()
            asked = self.main.locator(f"form [name={name}]").first
            kind = asked.get_attribute("type") or asked.evaluate("e => e.localName")
            if kind == "select":
                by = "label" if isinstance(value, str) else "value"
                asked.select_option(**{by: str(value)})
            elif kind in ("radio", "checkbox"):
                self.main.locator(f"form [name={name}][value='{value}']").check()
            else:
                asked.fill(str(value))

    def send(self):
        """The form's own button, whatever it is called."""
        self._click(self.main.locator("form .btn-primary"))
