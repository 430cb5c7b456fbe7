"""A thesis read as the question it is: which pitches would its fund look at."""

from __future__ import annotations

from search.knowledge import Knowledge
from search.records import ThesisFacts
from search.request import SearchRequest, Target, TermChoice, TermFacet


def request_of_thesis(thesis: ThesisFacts, knowledge: Knowledge) -> SearchRequest:
    """The search a thesis stands for: sectors, excluded sectors, stages, places and a ticket that fits the ask.

    Its keywords are wishes, not conditions; they count in the match score.
    """
    return SearchRequest(
        target=Target.DEALS,
        sectors=thesis.sectors_include,
        sectors_exclude=thesis.sectors_exclude,
        stages=thesis.stages,
        places=tuple(dict.fromkeys(path for place in thesis.places if (path := knowledge.places.path(place)))),
        ticket=thesis.ticket,
        terms=(TermChoice(TermFacet.INSTRUMENT, thesis.instruments),) if thesis.instruments else (),
    )
