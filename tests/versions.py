"""What a page was made from, as its form sends it back."""

from bs4 import BeautifulSoup


def version_in(page):
    return BeautifulSoup(page.content, "html.parser").select_one("[name=version]").get("value", "")
