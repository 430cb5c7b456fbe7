"""The only place where a model becomes a document."""

from backend.matching.projections.deals import deal_facts, deal_records, headline, summaries, with_blocks, with_texts
from backend.matching.projections.investors import (
    facts_of,
    investor_facts,
    investor_records,
    past_deals_of,
    places_named,
    thesis_facts,
    thesis_places,
    thesis_records,
)
from backend.matching.projections.saved import saved_search_records

__all__ = [
    "deal_facts",
    "deal_records",
    "facts_of",
    "headline",
    "investor_facts",
    "investor_records",
    "past_deals_of",
    "places_named",
    "saved_search_records",
    "summaries",
    "thesis_facts",
    "thesis_places",
    "thesis_records",
    "with_blocks",
    "with_texts",
]
