"""Marked pieces of text, shown only where the text is one the viewer may read at this moment."""

from collections.abc import Iterable, Iterator, Sequence

from backend.matching.answers import Piece
from search.normalize import fold
from search.results import Highlight

# The index's names for groups of texts, as the page knows them.
_FIELDS = {"names": "name", "one_liners": "one_liner", "keywords": "keywords", "summaries": "summary"}


def readable(highlights: Iterable[Highlight], texts: Sequence[str]) -> dict[str, tuple[Piece, ...]]:
    """By field the first highlight that is cut from one of `texts`, which the database says the viewer may read."""
    folded = [fold(text) for text in texts]
    found: dict[str, tuple[Piece, ...]] = {}
    for one in highlights:
        name = _FIELDS.get(one.field, one.field)
        if name not in found and any(fold(one.text) in text for text in folded):
            found[name] = tuple(_pieces(one))
    return found


def _pieces(one: Highlight) -> Iterator[Piece]:
    position = 0
    for start, end in one.marks:
        if start > position:
            yield Piece(one.text[position:start], False)
        yield Piece(one.text[start:end], True)
        position = end
    if position < len(one.text):
        yield Piece(one.text[position:], False)
