"""What an editor types in the blocks of a stream, as `/gestion/` sends it."""

from wagtail import blocks
from wagtail.test.utils.form_data import rich_text

# Neither a choice nor an address; a chooser, which sends keys, sends one that nothing has.
WRONG = "n-importe-quoi"
STATES = ("empty", "opened", "half 0", "half 1")


def sent(block, say, items=1):
    """The form of a block: each of its fields holds what `say(field)` says, "" for nothing; each
    list, `items` items."""
    if isinstance(block, blocks.StaticBlock):
        return ""
    if isinstance(block, blocks.BaseStructBlock):
        return {name: sent(child, say, items) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.BaseStreamBlock):
        return _listed(
            [
                {"type": name, "value": sent(child, say, items)}
                for name, child in block.child_blocks.items()
            ]
        )
    if isinstance(block, blocks.ListBlock):
        return _listed([{"value": sent(block.child_block, say, items)} for _ in range(items)])
    if isinstance(block, blocks.ChooserBlock):
        return "999999" if say(block) else ""
    text = say(block)
    return rich_text(f"<p>{text}</p>") if isinstance(block, blocks.RichTextBlock) else text


def _listed(items):
    form = {
        str(rank): item | {"deleted": "", "order": str(rank), "id": ""}
        for rank, item in enumerate(items)
    }
    return form | {"count": str(len(items))}


def states(block):
    """The form of a block at each moment of its writing, by name."""
    nothing, half, other = _nothing, _one_in_two(0), _one_in_two(1)
    forms = (sent(block, nothing, 0), sent(block, nothing), sent(block, half), sent(block, other))
    return dict(zip(STATES, forms, strict=True))


def _nothing(field):
    return ""


def _one_in_two(parity):
    asked = []

    def say(field):
        asked.append(field)
        return right(field) if len(asked) % 2 == parity else ""

    return say


def right(field):
    """Something that a field accepts."""
    if isinstance(field, blocks.ChoiceBlock):
        return next(str(key) for key, _ in field.field.choices if key)
    if isinstance(field, blocks.URLBlock):
        return "https://exemple.fr/"
    return "3.2" if isinstance(field, blocks.RegexBlock) else "Des mots"


def wrong(block):
    """The form of a block where nothing is what it should be."""
    return sent(block, lambda field: WRONG)


def stored(block):
    """What may be stored of a block, by another version of it or another hand."""
    if isinstance(block, blocks.ListBlock):
        return [[], stored(block.child_block)]
    if isinstance(block, blocks.ChooserBlock):
        return [None]
    if not isinstance(block, blocks.BaseStructBlock):
        return [""]
    return [{}, {name: stored(child)[0] for name, child in block.child_blocks.items()}]
