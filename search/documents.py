"""The documents as Elasticsearch stores them. Each object holds one field group for each audience (`records.py`)."""

from __future__ import annotations

from elasticsearch.dsl import (
    Boolean,
    DenseVector,
    Document,
    Double,
    DoubleRange,
    InnerDoc,
    Integer,
    Keyword,
    Long,
    MetaField,
    Nested,
    Object,
    Text,
)
from elasticsearch.dsl.utils import DslBase

from search import analysis
from search.matching.parts import PROFILE_DIMS, RANK, SECTOR_DIMS
from search.request import RangeFacet


def _text() -> Text:
    return Text(analyzer=analysis.chinese, fields={"en": Text(analyzer=analysis.english)})


def _verbatim() -> Keyword:
    """Kept to be shown, not to be searched."""
    return Keyword(index=False, doc_values=False)


def _atoms(analyzer: DslBase) -> Text:
    """Many to a document and only ever looked for: without a column, a number or a place in the text of any."""
    return Text(analyzer=analyzer, search_analyzer=analysis.as_typed, index_options="docs", norms=False)


class View(InnerDoc):
    """What both kinds of findable object share, for one audience."""

    shown = Boolean()
    # To rank and highlight: folded text, and the same text as its author wrote it.
    names = _text()
    one_liners = _text()
    keywords = _text()
    summaries = _text()
    names_written = _verbatim()
    one_liners_written = _verbatim()
    beginnings = _atoms(analysis.beginnings)
    # To filter: the atoms of all texts (`criteria.py`), and every sector they are filed under or speak of.
    words = _atoms(analysis.words)
    chinese = _atoms(analysis.pieces)
    about = Keyword(doc_values=False)
    # Names, one-liners and keywords as units, indexed as all their runs: what a word is excluded by.
    said = _atoms(analysis.runs)
    # Each keyword by its compact form, a bar, and as it is written: counted while somebody types (`carrying.py`).
    themes = Keyword()
    sectors = Keyword()
    leaves = Keyword()
    stages = Keyword()
    places = Keyword()
    amount = DoubleRange()


class DealView(View):
    """A pitch."""

    ticket = DoubleRange()
    ask_low = Double()
    ask_high = Double()
    currency = Keyword()
    qualification = Keyword()
    business_model = Keyword()
    instrument = Keyword()
    lead_wanted = Keyword()
    roadshow_attended = Keyword()
    policy_eligible = Keyword()
    valuation = Double()
    revenue = Double()
    founded_year = Integer()
    ip_count = Integer()
    close_by = Integer()
    last_confirmed_on = Integer()
    # For matching: the tokens of the linear score, the exponent of the ask, and where the pitch stands.
    match_tokens = Keyword()
    log_ask = Double()
    home = Keyword()
    point = DenseVector(dims=RANK, index=False)


class DealDocument(Document):
    """A published pitch, or the empty place of one that was removed."""

    class Meta:
        dynamic = MetaField("strict")

    id = Keyword()
    version = Long()
    readers = Keyword()
    startup_id = Keyword()
    published_at = Long()
    public = Object(DealView)
    verified = Object(DealView)


class ThesisView(InnerDoc):
    """One thesis inside its investor, for gates that need stage and ticket of the same thesis."""

    stages = Keyword()
    sectors = Keyword()
    sectors_exclude = Keyword()
    places = Keyword()
    ticket = DoubleRange()
    conflicts = Keyword()


class InvestorView(View):
    """An investment firm: its words, and the statistics of its past deals as one inner product."""

    ticket_low = Double()
    ticket_high = Double()
    fund_type = Keyword()
    lead_or_follow = Keyword()
    last_deal_on = Integer()
    response_days = Integer()
    theses = Nested(ThesisView)
    home = Keyword()
    as_of = Double()
    recent = Double()
    last_deal_month = Double()
    first_round_share = Double()
    baseline = Double()
    mean_log_amount = Double()
    sector_vector = DenseVector(dims=SECTOR_DIMS, index=False)
    profile_vector = DenseVector(dims=PROFILE_DIMS, index=False)
    sparse = Long()
    # Where the investor stands among companies and their backers (`matching/embedding.py`).
    point = DenseVector(dims=RANK, index=False)
    # Read back to explain a score; never searched.
    statistics = Object(enabled=False)


class InvestorDocument(Document):
    """An investment firm. Everybody searches its public view."""

    class Meta:
        dynamic = MetaField("strict")

    id = Keyword()
    version = Long()
    readers = Keyword()
    public = Object(InvestorView)


class Groups(InnerDoc):
    """Alternatives of a stored request, one field a group."""

    sectors = Keyword()
    stages = Keyword()
    places = Keyword()
    qualification = Keyword()
    business_model = Keyword()
    instrument = Keyword()
    currency = Keyword()
    lead_wanted = Keyword()
    roadshow_attended = Keyword()
    policy_eligible = Keyword()
    fund_type = Keyword()
    lead_or_follow = Keyword()


class TextGroups(InnerDoc):
    """Alternatives a stored request's text names."""

    stages = Keyword()
    places = Keyword()
    qualification = Keyword()
    business_model = Keyword()
    instrument = Keyword()
    lead_wanted = Keyword()
    fund_type = Keyword()
    lead_or_follow = Keyword()


class Forbidden(Groups):
    """What a stored request excludes."""

    said = Keyword()


class Intervals(InnerDoc):
    """Ranges of a stored request."""

    amount = DoubleRange()
    ticket = DoubleRange()


for _facet in RangeFacet:
    Intervals._doc_type.mapping.field(_facet.value, DoubleRange())


class CriteriaDocument(Document):
    """A stored question: a thesis or a saved search, waiting for a pitch."""

    class Meta:
        dynamic = MetaField("strict")

    id = Keyword()
    version = Long()
    readers = Keyword()
    kind = Keyword()
    owner_id = Keyword()
    target = Keyword()
    # One of them a pitch must hold (`criteria.keys_of`): looked up before the rest is compared.
    found_by = Keyword(doc_values=False)
    required = Keyword()
    needed = Integer()
    name = Keyword()
    text_groups = Object(TextGroups)
    groups = Object(Groups)
    forbidden = Object(Forbidden)
    intervals = Object(Intervals)
