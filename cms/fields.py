"""A stream whose blocks stay out of the migrations."""

from typing import Any

from wagtail.fields import StreamField


class BodyField(StreamField):
    """A StreamField that writes no block definition in migrations.

    Blocks are JSON in one column: adding one changes nothing in the database, and a migration of
    hundreds of lines for a label is read by nobody. A migration of data that must walk the blocks
    works on the raw JSON.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
