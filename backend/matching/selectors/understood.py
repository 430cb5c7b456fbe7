"""What the one box understood, piece by piece, for the page to show and to take back."""

from backend.matching.answers import UnderstoodPart
from search.understanding import Understood


def parts_of(understood: Understood) -> tuple[UnderstoodPart, ...]:
    """Sectors, stages, places and the amount that were read out of the text, then the words that are left."""
    parts = [
        UnderstoodPart(kind, found.code, found.word)
        for kind, words in (
            ("sector", understood.sectors),
            ("stage", understood.stages),
            ("place", understood.places),
        )
        for found in words
    ]
    if understood.amount is not None:
        low, high = understood.amount.low, understood.amount.high
        ends = f"{low if low is not None else ''}..{high if high is not None else ''} {understood.amount.currency}"
        parts.append(UnderstoodPart("amount", ends, ends))
    parts.extend(UnderstoodPart("word", word, word) for word in understood.words)
    return tuple(parts)
