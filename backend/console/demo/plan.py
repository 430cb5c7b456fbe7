"""The whole bulk of the demo as unsaved rows. Pure: the same day and sector tree give the same rows everywhere."""

from dataclasses import dataclass
from datetime import date

from backend.console.demo.chance import stream
from backend.console.demo.companies import plan_companies
from backend.console.demo.event_rows import EventRows, event_rows
from backend.console.demo.firms import plan_firms
from backend.console.demo.history_rows import HistoryRows, history_rows
from backend.console.demo.naming import NamePool
from backend.console.demo.organization_rows import OrganizationRows, firm_rows, startup_rows
from backend.console.demo.pitch_rows import PitchRows, pitch_rows, plan_states
from backend.console.demo.rounds import place_investors
from backend.console.demo.texts import Writer
from backend.console.demo.thesis_rows import InvestorRows, investor_rows
from search.sectors import SectorTree


@dataclass(slots=True)
class DemoRows:
    """Everything that is written in bulk."""

    startups: list[OrganizationRows]
    firms: list[OrganizationRows]
    pitches: list[PitchRows]
    investors: list[InvestorRows]
    history: HistoryRows
    events: list[EventRows]


def build(*, today: date, tree: SectorTree) -> DemoRows:
    """Plan companies and firms, let them meet in the past, and make rows of it. About three seconds."""
    pool = NamePool()
    companies, firms = plan_companies(pool, today), plan_firms(pool, today)
    place_investors(companies, firms)
    writer, rng = Writer(tree.by_code), stream("texts")
    speeches = [writer.write(rng, company) for company in companies]
    states = plan_states(companies)
    startups = startup_rows(companies, speeches, states, today)
    owners = firm_rows(firms, tree.by_code, today)
    pitches = pitch_rows(companies, speeches, states, startups, today)
    return DemoRows(
        startups=startups,
        firms=owners,
        pitches=pitches,
        investors=investor_rows(firms, owners, tree.by_code, today),
        history=history_rows(companies, startups, owners),
        events=event_rows(owners, pitches, tree.by_code, today),
    )
