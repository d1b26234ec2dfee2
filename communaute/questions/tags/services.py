"""Keeping tags in order: created, given other words, merged. By editors; each act is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from taggit.models import Tag, TaggedItem
from wagtail.log_actions import log

from cms.indexed import GUIDES
from cms.models import GuideTag
from socle.public_pages import touch_public_pages
from socle.search.indexing import index
from socle.words import normalise

from .. import perms
from ..errors import TagRefused
from ..models import Question, TagSynonym
from ..numbers import NUMBERS
from ..search import KEY
from .known import KnownTags

if TYPE_CHECKING:
    from communaute.comptes.models import User

CREATED, SYNONYM, MERGED = (f"questions.tag_{act}" for act in ("created", "synonym", "merged"))


@transaction.atomic
def create_tag(*, actor: User, name: str) -> Tag:
    """A tag that people may choose from now on. Raises TagRefused."""
    name = _checked(actor, name)
    if KnownTags.read().find(name):
        message = f"« {name} » est déjà un mot-clé, ou le synonyme d’un mot-clé."
        raise TagRefused(message)
    tag = Tag.objects.create(name=name)
    log(instance=tag, action=CREATED, user=actor, data={"name": name})
    touch_public_pages()
    return tag


@transaction.atomic
def add_synonym(*, actor: User, tag: Tag, name: str) -> TagSynonym:
    """Another word for a tag; again changes nothing. Raises TagRefused for a tag's own name."""
    name = _checked(actor, name)
    word = normalise(name)
    if known := TagSynonym.objects.filter(word=word, tag=tag).first():
        return known
    if KnownTags.read().find(name):
        message = f"« {name} » est déjà un mot-clé, ou le synonyme d’un autre."
        raise TagRefused(message)
    synonym = TagSynonym.objects.create(word=word, name=name, tag=tag)
    log(instance=tag, action=SYNONYM, user=actor, data={"name": name})
    touch_public_pages()
    return synonym


@transaction.atomic
def merge_tags(*, actor: User, source: Tag, target: Tag) -> int:
    """All that has `source` gets `target`, of which it becomes another word: whoever types it, or
    opens its page, finds `target`. Returns how many contents moved. Raises TagRefused.
    """
    _check_may(actor)
    if source.pk == target.pk:
        message = "Choisissez un autre mot-clé : celui-ci est le même."
        raise TagRefused(message)
    list(Tag.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).order_by("pk"))
    tagged = _tagged(source)
    guides = list(GuideTag.objects.filter(tag=source).values_list("content_object_id", flat=True))
    moved = _move_items(source, target) + _move_guides(source, target)
    TagSynonym.objects.filter(tag=source).update(tag=target)
    TagSynonym.objects.update_or_create(
        word=normalise(source.name),
        defaults={"name": source.name, "slug": source.slug, "tag": target},
    )
    log(instance=target, action=MERGED, user=actor, data={"name": source.name, "moved": moved})
    source.delete()
    index(KEY, tagged)
    index(GUIDES, guides)
    touch_public_pages()
    return moved


def _tagged(tag: Tag) -> list[int]:
    """Keys of the questions that have this tag, which the search knows by it."""
    items = TaggedItem.objects.filter(
        tag=tag, content_type=ContentType.objects.get_for_model(Question)
    )
    return list(items.values_list("object_id", flat=True))


def _move_items(source: Tag, target: Tag) -> int:
    moved = 0
    for item in TaggedItem.objects.filter(tag=source):
        same = {"content_type_id": item.content_type_id, "object_id": item.object_id}
        _, created = TaggedItem.objects.get_or_create(tag=target, **same)
        moved += created
    return moved


def _move_guides(source: Tag, target: Tag) -> int:
    moved = 0
    for item in GuideTag.objects.filter(tag=source):
        _, created = GuideTag.objects.get_or_create(
            tag=target, content_object_id=item.content_object_id
        )
        moved += created
    return moved


def _check_may(actor: User) -> None:
    if not perms.can_keep_tags(actor):
        message = "Seules les personnes qui publient les guides rangent les mots-clés."
        raise TagRefused(message)


def _checked(actor: User, name: str) -> str:
    _check_may(actor)
    name = " ".join(name.split())
    if not normalise(name) or len(name) > NUMBERS.tag_characters_max:
        message = f"Écrivez un mot-clé de {NUMBERS.tag_characters_max} caractères au plus."
        raise TagRefused(message)
    return name
