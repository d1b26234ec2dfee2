"""Nothing that people type becomes part of a page: the whole corpus, through every text, read back
as a browser does; the same in a real browser: `tests/e2e/test_scripts.py`."""

import re
from itertools import cycle
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from communaute.comptes.models import User
from communaute.moderation.registry import as_lines
from communaute.questions.models import Answer, Comment, Question, Revision, Space, Summary
from communaute.questions.numbers import TITLE_MAX
from communaute.questions.text_pipeline.text import ATTRIBUTES, LINK_REL, TAGS, render
from socle.search import indexer
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.attachments.factories import AttachmentFactory
from tests.communaute.questions.factories import (
    AnswerFactory,
    CommentFactory,
    DraftFactory,
    QuestionFactory,
)
from tests.fuzz.scripts import PAYLOADS

# Forms, pages and rights: nothing of them is the database’s own.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
HARMLESS = "Une phrase"
SUMMARY = "{http://www.w3.org/2005/Atom}summary"
LINKS = {"href", "src", "action", "formaction", "data", "poster", "background", "xlink:href"}
FOREIGN = {"svg", "math", "video", "audio", "marquee", "template", "embed", "x", "xss"}
SAFE_LINK = re.compile(r"(?:https?://|mailto:|[/?#]|$)")


def faults_of(page):
    """What a page holds that nobody wrote in a template."""
    found = []
    for element in page.find_all(True):
        found += [f"{element.name} {name}" for name in element.attrs if name.startswith("on")]
        found += [
            f"{element.name} {name}={element[name]}"
            for name in LINKS & set(element.attrs)
            if not SAFE_LINK.match(str(element[name]))
        ]
        if (
            element.name in {"iframe", "object", "embed", "base", "style"}
            or "style" in element.attrs
        ):
            found.append(element.name)
    for element in page.select(".cu-post *"):
        allowed = ATTRIBUTES.get(element.name, set()) | ({"rel"} if element.name == "a" else set())
        if element.name not in TAGS or set(element.attrs) - allowed:
            found.append(str(element))
        if element.get("href") and " ".join(element["rel"]) != LINK_REL:
            found.append(str(element))
    return found


def read(response):
    """The faults of a page, and its skeleton: its elements and the names of their attributes, but
    inside the texts, where marks are allowed."""
    page = BeautifulSoup(response.content, "html.parser")
    faults = faults_of(page)
    for post in page.select(".cu-post"):
        post.clear()
    return faults, [(element.name, sorted(element.attrs)) for element in page.find_all(True)]


def texts(longest):
    """The whole corpus, as many at once as a text may hold; more than a column would where SQLite
    counts no characters."""
    held = ""
    for payload in PAYLOADS:
        if len(held) + len(payload) > longest:
            yield held
            held = ""
        held += payload
    yield held


def differing(client, addresses, fill):
    """Payloads with which a page is not what it is with a harmless sentence."""
    fill(HARMLESS)
    wanted = [read(client.get(address()))[1] for address in addresses]
    found = []
    for turn, payload in enumerate(texts(5 * TITLE_MAX)):
        fill(payload)
        # Each text in one of the pages: the first one shows most of them.
        for number in {0, turn % (4 * len(addresses))} & set(range(len(addresses))):
            faults, skeleton = read(client.get(addresses[number]()))
            if faults or skeleton != wanted[number]:
                found.append((number, payload, faults))
    return found


def test_the_corpus_is_whole_and_the_check_sees_what_runs():
    assert len(PAYLOADS) >= 150
    raw = sum(
        bool(faults_of(BeautifulSoup(f"<p>{one}", "html.parser")))
        for one in PAYLOADS
        if "<?" not in one
    )
    assert raw > 70


def test_what_is_written_is_rendered_without_anything_that_runs():
    for payload in PAYLOADS:
        post = BeautifulSoup(f'<div class="cu-post">{render(payload)}</div>', "html.parser")
        assert faults_of(post) == [], payload
        assert not post.find(["script", "img", "svg", "math"]), payload


def test_the_page_of_a_question(client, equipe):
    """Title, text, answer, comment, description of an image, name of a file, name of a person,
    theme, title of a space, summary; and what was said before."""
    answer = AnswerFactory()
    question, now = answer.question, timezone.now()
    CommentFactory(answer=answer, author=answer.author)
    question.tags.set(["Travaux"])
    Summary.objects.create(question=question, signed="x", body="x", body_html="x")
    Revision.objects.create(answer=answer, body="Avant", edited_at=now, editor=answer.author)
    files = [
        AttachmentFactory(author=question.author, content=content, kind=kind)
        for content in (question, answer)
        for kind in ("image/png", "application/pdf")
    ]

    def fill(text):
        marked = {"body": text, "body_html": render(text)}
        Question.objects.update(title=text, files_count=2, last_activity_at=now, **marked)
        Answer.objects.update(files_count=2, **marked)
        Comment.objects.update(body=text, body_html=as_lines(text))
        User.objects.exclude(pk=equipe.pk).update(display_name=text)
        Tag.objects.update(name=text.replace("\n", " "))
        Space.objects.filter(pk=question.space_id).update(title=text, description=text)
        Summary.objects.update(signed=text, **marked)
        Revision.objects.update(body=f"{text} avant")
        for file in files:
            type(file).objects.filter(pk=file.pk).update(name=text, alt=text)

    client.force_login(equipe)
    addresses = [
        lambda: Question.objects.get().get_absolute_url(),
        lambda: reverse("revisions:answer_versions", args=[answer.pk]),
    ]
    assert differing(client, addresses, fill) == []


def test_lists_feeds_and_drafts(client, membre, monkeypatch):
    """All the corpus at once: titles and names in lists, a feed, suggestions, one's drafts."""
    monkeypatch.setattr("socle.search.views.allow", lambda *_, **__: True)
    space = AnswerFactory().question.space
    Space.objects.filter(pk=space.pk).update(description="".join(PAYLOADS)[:500])
    for number in range(0, len(PAYLOADS), 2):
        pair = PAYLOADS[number : number + 2]
        author = UserFactory(display_name=pair[0][:50], confirmed_email=False)
        QuestionFactory(
            space=space, author=author, title=pair[-1], body=pair[0], body_html=render(pair[0])
        )
    for payload in PAYLOADS[:20]:
        DraftFactory(user=membre, data={"title": payload, "body": payload})
    indexer.rebuild()
    client.force_login(membre)
    pages = [space.get_absolute_url(), "/communaute/", reverse("questions:drafts")]
    pages += [f"{space.get_absolute_url()}?tri=utiles", "/recherche/?q=script"]
    while pages:
        response = client.get(pages.pop())
        assert response.status_code == 200
        page = BeautifulSoup(response.content, "html.parser")
        assert faults_of(page) == []
        assert not page.find(list(FOREIGN))
        assert all(script.get("src") for script in page.find_all("script"))
        following = page.find("a", string=re.compile("Page suivante|Suivant"))
        if following and following.get("href"):
            pages.append(urljoin(response.request["PATH_INFO"], following["href"]))
    feed = client.get(reverse("feeds:space", args=[space.slug])).content
    for content in ElementTree.fromstring(feed).iter(SUMMARY):  # noqa: S314
        post = BeautifulSoup(f'<div class="cu-post">{content.text}</div>', "html.parser")
        assert faults_of(post) == []


@pytest.mark.usefixtures("trusted")
def test_what_is_typed_and_said_back(client, membre, monkeypatch):
    """A search, filters, an answer, a question, a comment and a report that are not valid."""
    monkeypatch.setattr("socle.search.views.allow", lambda *_, **__: True)
    question = QuestionFactory(author=membre)
    other = AnswerFactory(question=question)
    client.force_login(membre)
    forms = {
        reverse("questions:answer", args=[question.pk]): ("body", "display_name", "alt"),
        reverse("questions:ask"): ("title", "body", "espace", "tags", "lots"),
        reverse("questions:question_comments", args=[question.pk]): ("body",),
        reverse("revisions:edit_question", args=[question.pk]): ("title", "body", "version"),
        reverse("moderation:report", args=["reponse", other.pk]): ("explanation", "category"),
    }
    wrong = []
    for url, names in forms.items():
        # Too long for each of the forms: said back, never stored.
        response = client.post(url, dict.fromkeys(names, "".join(PAYLOADS) * 2))
        faults, _ = read(response)
        assert response.status_code == 422, url
        assert "window.__x" in response.text, url
        wrong += [(url, faults)] if faults else []
    for url, payload in zip(cycle(("/recherche/", "/communaute/")), texts(190), strict=False):
        cache.clear()
        faults, skeleton = read(client.get(url, {"q": payload}))
        if faults or {name for name, _ in skeleton} & FOREIGN:
            wrong.append((url, payload, faults))
    assert wrong == []
