"""An account closes: the texts of others no longer name it, neither after a « @ » nor as who is
quoted."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q
from django.utils.html import escape
from wagtail.models import Revision

from cms.indexed import index_pages
from cms.models import GuidePage
from communaute.comptes.models import User
from communaute.moderation.registry import as_lines
from communaute.notifications.account_mails import forget_name
from communaute.questions.models import Answer, Comment, Draft, Mention, Question, named_former
from communaute.questions.notify import thread_of
from communaute.questions.search import index_question
from communaute.questions.text_pipeline.text import quoted_as, render

from .services import link_again, question_of

_THREAD = re.compile(r"/communaute/questions/(\d+)-")


def erase_in_guides(former: Mapping[int, int], names: set[str]) -> None:
    """Put the number that each thread gave this person in place of the name, in the guides that say
    they come from it: as published, and in each version kept."""
    if not former or not names:
        return
    pages = GuidePage.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    for page in pages.select_related("latest_revision"):
        raw = list(page.body.raw_data)
        latest = page.latest_revision.content if page.latest_revision else {}
        told = json.dumps(raw) + (latest.get("body") or "")
        threads = {int(pk) for pk in _THREAD.findall(told)}
        threads |= {pk for pk in former if page.made_of == pk}
        number = min((former[pk] for pk in threads if pk in former), default=None)
        if number is None:
            continue
        label = named_former(number)
        if (body := _without(raw, names, label)) != raw:
            stream = GuidePage._meta.get_field("body").to_python(json.dumps(body))
            GuidePage.objects.filter(pk=page.pk).update(body=stream)
            index_pages([page.pk])
        versions = Revision.objects.filter(
            content_type=ContentType.objects.get_for_model(GuidePage), object_id=str(page.pk)
        )
        for version in versions.order_by("pk").iterator():
            was = json.loads(version.content.get("body") or "[]")
            if (body := _without(was, names, label)) != was:
                content = version.content | {"body": json.dumps(body)}
                Revision.objects.filter(pk=version.pk).update(content=content)


def _uncredited(html: str, name: str, label: str) -> str:
    """Only where the draft says who wrote (templates/cms/guide_drafts): a name may be any word."""
    html = re.sub(rf"(<(?:b|strong)\b[^>]*>\s*){name}(?=\s+répond)", rf"\g<1>{label}", html)
    html = re.sub(rf"(question\s+de\s+){name}(?=\s*</a>)", rf"\g<1>{label}", html)
    before, sign, answers = html.partition("les réponses de ")
    return before + sign + re.sub(rf"(^|, ){name}(?=[,.])", rf"\g<1>{label}", answers)


def _without(value: Any, names: set[str], label: str) -> Any:
    if isinstance(value, str):
        # As typed, and as HTML writes it.
        for written in {form for name in names for form in (name, escape(name))}:
            value = _uncredited(value, re.escape(written), label)
        return value
    if isinstance(value, dict):
        return {key: _without(one, names, label) for key, one in value.items()}
    if isinstance(value, list):
        return [_without(one, names, label) for one in value]
    return value


# The order in which texts of a thread are held.
TEXTS = ((Comment, "comment"), (Answer, "answer"), (Question, "question"))


def lock(person: User) -> None:
    """Lock the texts that name this person, and the threads where a number will be."""
    list(_texts(person))


def erase(person: User, now: datetime) -> None:
    """Number what the person wrote, thread by thread; put the same words in place of the name, in
    the text and in what it shows; then others in what was told of these discussions."""
    former, every_name = former_of(person), names_of(person)
    for content, names in _texts(person):
        Mention.objects.filter(user=person, **{type(content).__name__.lower(): content}).delete()
        body = without_names(content.body, names, former[question_of(content).pk])
        html = as_lines(body) if isinstance(content, Comment) else render(body)
        rows = type(content).objects.filter(pk=content.pk)
        rows.update(body=body, body_html=html, version=F("version") + 1)
        content.body, content.body_html = body, html
        link_again(content)
        index_question(question_of(content).pk)
    forget_name(person.display_name, {thread_of(pk) for pk in former})
    _erase_in_drafts(former, every_name)
    erase_in_guides(former, every_name)
    _number(person, former)


def former_of(person: User) -> dict[int, int]:
    """The number of this person among the former members of each thread (key of the question): the
    next one. It follows the order of the departures in that thread alone, and links no two."""
    counted = Question.objects.filter(pk__in=threads_of(person))
    return {pk: count + 1 for pk, count in counted.values_list("pk", "formers_count")}


def _number(person: User, former: Mapping[int, int]) -> None:
    threads: dict[int, list[int]] = {}
    for pk, number in former.items():
        threads.setdefault(number, []).append(pk)
    for number, pks in threads.items():
        Question.objects.filter(pk__in=pks).update(formers_count=number)
        Question.objects.filter(author=person, pk__in=pks).update(former=number)
        Answer.objects.filter(author=person, question__in=pks).update(former=number)
        Comment.objects.filter(author=person, question__in=pks).update(former=number)


def _erase_in_drafts(former: Mapping[int, int], names: set[str]) -> None:
    """What somebody has begun to answer, with a quote at its head."""
    for draft in Draft.objects.filter(about__in=former).order_by("pk"):
        body = draft.data.get("body", "")
        if (without := without_names(body, names, former[draft.about_id])) != body:
            Draft.objects.filter(pk=draft.pk).update(data=draft.data | {"body": without})


def without_names(body: str, names: Iterable[str], number: int) -> str:
    """A text as typed, where nobody is called by one of these names after a « @ » or at the head of
    a quote, but by the number of this person in the thread."""
    label = named_former(number)
    for name in names:
        body = re.sub(rf"@{re.escape(name)}(?!\w)", f"@{label.lower()}", body, flags=re.IGNORECASE)
        body = body.replace(quoted_as(name), quoted_as(label))
    return body


def names_of(person: User) -> set[str]:
    """What this person was called in texts: their name, and those typed after a « @ »."""
    typed = Mention.objects.filter(user=person).values_list("name", flat=True)
    return {name for name in (person.display_name, *typed) if name}


def threads_of(person: User) -> set[int]:
    """Questions (pks) that this person asked, answered or commented, or that name them."""
    mine = Question.objects.filter(
        Q(author=person)
        | Q(pk__in=Answer.objects.filter(author=person).values("question"))
        | Q(pk__in=Comment.objects.filter(author=person).values("question"))
        | Q(pk__in=Mention.objects.filter(user=person).values("question"))
        | Q(pk__in=Mention.objects.filter(user=person).values("answer__question"))
        | Q(pk__in=Mention.objects.filter(user=person).values("comment__question"))
    )
    return set(mine.values_list("pk", flat=True))


def _texts(person: User) -> Iterator[tuple[Question | Answer | Comment, set[str]]]:
    """The texts that name this person, held, each with the names it calls them by."""
    threads, name = threads_of(person), person.display_name
    for model, field in TEXTS:
        typed = dict(
            Mention.objects.filter(user=person, **{f"{field}__isnull": False}).values_list(
                field, "name"
            )
        )
        named = Q(pk__in=typed)
        if model is Question:
            # All of them: their numbers move, whether or not they name anybody.
            named = Q(pk__in=threads)
        elif name and model is not Comment:
            named |= Q(question__in=threads, body__contains=quoted_as(name))
        held = model.objects.select_for_update(of=("self",), no_key=True)
        for content in held.filter(named).order_by("pk"):
            if content.pk in typed or (name and quoted_as(name) in content.body):
                yield content, {one for one in (name, typed.get(content.pk)) if one}
