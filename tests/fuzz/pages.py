"""What pages offer: their links, and their forms with fields and choices."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.urls import Resolver404, resolve

ELSEWHERE = ("/gestion/", "/documents/", "/media/", "/static/")
WIDGETS = {"textarea", "select"}


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    value: str = ""
    choices: tuple[str, ...] = ()
    least: str = ""
    most: str = ""
    is_commune: bool = False


@dataclass(frozen=True)
class Form:
    """A form of the page at `page`; `action` is a path, its query included."""

    page: str
    action: str
    method: str
    fields: tuple[Field, ...]
    multipart: bool

    @property
    def shape(self) -> tuple[object, ...]:
        """The same for the same form of two objects."""
        names = tuple(field.name for field in self.fields)
        return name_of(self.page), name_of(self.action), self.method, names


def name_of(path: str) -> str:
    """The name of the address ("moderation:queue"); empty when there is none."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def links_and_forms(path: str, html: str) -> tuple[list[str], list[Form]]:
    """Paths of this site that the page links to, and its forms."""
    soup = BeautifulSoup(html, "html.parser")
    links = [_local(path, str(link["href"])) for link in soup.select("a[href]")]
    return (
        [link for link in links if link and not link.startswith(ELSEWHERE)],
        [form for form in _forms(path, soup) if not form.action.startswith(ELSEWHERE)],
    )


def _local(page: str, href: str) -> str:
    try:
        address = urlsplit(urljoin(f"http://testserver{page}", href))
    except ValueError:  # a link that somebody wrote in a text
        return ""
    if address.netloc != "testserver" or address.scheme not in {"http", "https"}:
        return ""
    return address.path + (f"?{address.query}" if address.query else "")


def _forms(path: str, soup: BeautifulSoup) -> Iterator[Form]:
    for tag in soup.select("form"):
        inputs = list(tag.select("input[name], textarea[name], select[name], button[name]"))
        if tag.get("id"):
            inputs += soup.select(f'[form="{tag["id"]}"][name]')
        yield Form(
            page=path,
            action=_local(path, str(tag.get("action") or "")) or path,
            method=str(tag.get("method") or "get").lower(),
            fields=tuple(_fields(inputs)),
            multipart="multipart" in str(tag.get("enctype")),
        )


def _fields(inputs: list[Tag]) -> Iterator[Field]:
    groups: dict[str, list[Tag]] = {}
    for tag in inputs:
        if tag["name"] != "csrfmiddlewaretoken":
            groups.setdefault(str(tag["name"]), []).append(tag)
    for name, tags in groups.items():
        first = tags[0]
        kind = first.name if first.name in WIDGETS else str(first.get("type") or "text")
        if first.get("inputmode") in {"numeric", "decimal"}:
            kind = "number"
        if kind == "select":
            options = first.select("option")
            choices = tuple(str(option.get("value", option.text)) for option in options)
            chosen = [str(one.get("value", "")) for one in options if one.has_attr("selected")]
        elif kind in {"radio", "checkbox", "submit"}:
            choices = tuple(str(tag.get("value", "on")) for tag in tags)
            chosen = [str(tag.get("value", "on")) for tag in tags if tag.has_attr("checked")]
        else:
            choices = ()
            chosen = [first.text if kind == "textarea" else str(first.get("value", ""))]
        yield Field(
            name=name,
            kind=kind,
            value=chosen[0] if chosen else "",
            choices=choices,
            least=str(first.get("min", "")),
            most=str(first.get("max", "")),
            is_commune=first.has_attr("data-commune-field"),
        )
