"""What the one box understood, piece by piece, for the page to show, to change and to take back."""

from backend.matching.answers import UnderstoodChoice, UnderstoodPart
from search.knowledge import Knowledge
from search.reading.parts import Kind, Meaning, Understood
from search.reading.rewording import Choice, reworded
from search.request import SearchRequest


def parts_of(understood: Understood, request: SearchRequest, knowledge: Knowledge) -> tuple[UnderstoodPart, ...]:
    """Every part in the order of the text, with the whole text as it would be without it or with another meaning of it."""
    english = request.language == "en"
    return tuple(
        UnderstoodPart(
            kind=_KINDS.get(one.part.kind, one.part.kind.value),
            values=one.part.values,
            text=one.typed,
            label=_label(one.part.meaning, one.part.word, knowledge, english=english),
            excluded=one.part.excluded,
            without=one.without,
            turned=one.turned,
            choices=tuple(_choice(choice, knowledge, english=english) for choice in one.choices),
        )
        for one in reworded(request.text, understood, knowledge, request.target, request.language)
    )


# As the parameter of the address is called.
_KINDS = {Kind.FUND_TYPE: "investor_type"}


def _choice(choice: Choice, knowledge: Knowledge, *, english: bool) -> UnderstoodChoice:
    meaning = choice.meaning
    return UnderstoodChoice(
        kind=_KINDS.get(meaning.kind, meaning.kind.value),
        values=meaning.values,
        label=_label(meaning, choice.word, knowledge, english=english),
        query=choice.query,
    )


def _label(meaning: Meaning, word: str, knowledge: Knowledge, *, english: bool) -> str:
    """A place by its name, a word as it is; the page knows what everything else is called."""
    if meaning.kind is Kind.PLACE:
        return " / ".join(knowledge.places.names_of(path)[1 if english else 0] for path in meaning.values)
    return word if meaning.kind is Kind.WORD else ""
