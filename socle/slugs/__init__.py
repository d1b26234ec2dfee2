"""The word of a page in its address: ASCII, whoever or whatever writes it."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.text import slugify

from socle.words import fold

NOT_PLAIN = (
    "Une adresse s’écrit en lettres sans accent, chiffres et tirets. Par exemple : « {example} »."
)

# What Wagtail's script would drop of a French word, and what it becomes: « l’été » is « l-ete ».
LETTERS = [
    (re.compile(letters, re.IGNORECASE), plain)
    for letters, plain in (
        ("['’]", "-"),
        ("[àâä]", "a"),
        ("ç", "c"),
        ("[éèêë]", "e"),
        ("[îï]", "i"),
        ("[ôö]", "o"),
        ("[ùûü]", "u"),
        ("ÿ", "y"),
        ("œ", "oe"),
        ("æ", "ae"),
    )
]


def plain_slug(text: str) -> str:
    """A text as the word of an address: « L’été du cœur » is « l-ete-du-coeur »; "" when it has
    neither letter nor figure."""
    return slugify(fold(text.replace("’", " ").replace("'", " ")))


class PlainSlug:
    """A page whose address is ASCII: Wagtail's own field takes any letter, and the setting binds
    its forms alone."""

    slug: str

    def minimal_clean(self) -> None:
        """Of a draft too: its address is chosen."""
        super().minimal_clean()  # type: ignore[misc]
        self._check_slug_is_plain()

    def clean(self) -> None:
        super().clean()  # type: ignore[misc]
        # An empty one is told as such.
        if self.slug:
            self._check_slug_is_plain()

    def _check_slug_is_plain(self) -> None:
        try:
            validate_slug(self.slug)
        except ValidationError as error:
            example = plain_slug(self.slug) or "un-mot-ou-deux"
            raise ValidationError({"slug": NOT_PLAIN.format(example=example)}) from error
