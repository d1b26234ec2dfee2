"""Nothing of what people type runs in a real browser: the corpus as the site shows it, without the
policy of the site (CSP), which would stop what the rendering lets through."""

from django.template import Context, Engine
from playwright.sync_api import Browser

from communaute.moderation.registry import as_lines
from communaute.questions.text_pipeline.text import render
from tests.fuzz.scripts import PAYLOADS, RUN

# In a text, an attribute, a field: where templates put what people type.
PAGE = Engine().from_string(
    '<!doctype html><title>{{ texts.0.0 }}</title><meta name="description" content="{{ all }}">'
    "<textarea>{{ all }}</textarea>{% for text, html, lines in texts %}"
    '<article data-title="{{ text }}">'
    '<h2>{{ text }}</h2><img alt="{{ text }}"><input value="{{ text }}">'
    '<a href="mailto:?subject={{ text|urlencode:"" }}">x</a>{{ html|safe }}'
    "{{ lines|safe }}</article>"
    "{% endfor %}"
)
# Everything is pointed at, given the focus and clicked; nothing leads away.
TOUCH = """() => {
  document.addEventListener("click", event => event.preventDefault(), true);
  for (const element of document.querySelectorAll("body *")) {
    for (const name of ["mouseover", "pointerenter", "focus", "toggle", "animationstart"]) {
      element.dispatchEvent(new Event(name, {bubbles: true}));
    }
    element.focus();
    element.click();
  }
}"""


def ran(browser: Browser, html: str) -> bool:
    page = browser.new_page()
    page.route("**/*", lambda route: route.abort())
    page.set_content(html, wait_until="commit")
    page.evaluate(TOUCH)
    page.wait_for_function("document.readyState === 'complete'")
    found = page.evaluate("window.__x === 1")
    page.close()
    return found


def test_nothing_that_people_type_runs(browser: Browser) -> None:
    texts = [(one, render(one), as_lines(one)) for one in PAYLOADS]
    html = PAGE.render(Context({"texts": texts, "all": "".join(PAYLOADS)}))
    assert RUN in html
    assert ran(browser, html) is False
    # The test would see it.
    assert ran(browser, f"<img src=data:, onerror={RUN}>") is True
