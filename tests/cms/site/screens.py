"""The admin’s own forms: what a screen would post as it stands, and what a person changes in it."""

from typing import Any

from bs4 import BeautifulSoup
from django.core.cache import cache

from socle.public_pages import forget_held


def fresh() -> None:
    """Have pages made again: a test never commits, so the public version does not move."""
    cache.clear()
    forget_held()


def shown(client: Any, address: str) -> dict[str, Any]:
    """The values of the form of a screen, as a browser would send them."""
    response = client.get(address, follow=True)
    assert response.status_code == 200, (address, response.status_code)
    page = BeautifulSoup(response.content, "html.parser")
    form = next(
        one
        for one in page.find_all("form", method=lambda value: (value or "").upper() == "POST")
        if one.find("input", {"name": "csrfmiddlewaretoken"})
        and not one.find_parent("template")
        and len(one.find_all(["input", "select", "textarea"])) > 1
    )
    values: dict[str, Any] = {}
    for field in form.find_all(["input", "select", "textarea"]):
        name = field.get("name")
        if not name or field.get("type") in {"submit", "file"} or field.find_parent("template"):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            values[name] = chosen.get("value", "") if chosen else ""
        elif field.name == "textarea":
            values[name] = field.text.removeprefix("\n")
        elif field.get("type") in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                values[name] = field.get("value", "on")
        else:
            values[name] = field.get("value", "")
    return values


def send(client: Any, address: str, /, **changes: Any) -> Any:
    """Post the form of a screen with what a person changed."""
    return client.post(address, shown(client, address) | changes)


def errors(response: Any) -> str:
    """The words of the errors that a screen shows."""
    page = BeautifulSoup(response.content, "html.parser")
    return " ".join(
        one.get_text(" ", strip=True) for one in page.select(".error-message, .errorlist")
    )


def settings_address(model: type) -> str:
    return f"/gestion/settings/cms_site/{model._meta.model_name}/{model.load().pk}/"
