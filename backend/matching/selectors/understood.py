"""What the one box understood, piece by piece, for the page to show, to change and to take back."""

from backend.matching.answers import UnderstoodChoice, UnderstoodPart
from backend.matching.words import place_name
from search.knowledge import Knowledge
from search.reading.parts import Kind, Meaning, Understood
from search.reading.rewording import Choice, reworded
from search.request import SearchRequest


def parts_of(understood: Understood, request: SearchRequest, knowledge: Knowledge) -> tuple[UnderstoodPart, ...]:
    """Every part in the order of the text, with the whole text as it would be without it or with another meaning of it."""
    language = request.language
    return tuple(
        UnderstoodPart(
            kind=_KINDS.get(one.part.kind, one.part.kind.value),
            values=one.part.values,
            text=one.typed,
            label=_label(one.part.meaning, one.part.word, knowledge, language),
            excluded=one.part.excluded,
            without=one.without,
            turned=one.turned,
            choices=tuple(_choice(choice, knowledge, language) for choice in one.choices),
        )
        for one in reworded(request.text, understood, knowledge, request.target, language)
    )


# As the parameter of the address is called.
_KINDS = {Kind.FUND_TYPE: "investor_type"}


def _choice(choice: Choice, knowledge: Knowledge, language: str) -> UnderstoodChoice:
    meaning = choice.meaning
    return UnderstoodChoice(
        kind=_KINDS.get(meaning.kind, meaning.kind.value),
        values=meaning.values,
        label=_label(meaning, choice.word, knowledge, language),
        query=choice.query,
    )


def _label(meaning: Meaning, word: str, knowledge: Knowledge, language: str) -> str:
    """A place by its name, a word as it is; the page knows what everything else is called."""
    if meaning.kind is Kind.PLACE:
        return " / ".join(place_name(path, knowledge, language) for path in meaning.values)
    return word if meaning.kind is Kind.WORD else ""
