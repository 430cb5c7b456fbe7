from backend.deals.models.access import BlockGrant, NdaAcceptance, PitchBlock
from backend.deals.models.history import FundingRound, RoundInvestor
from backend.deals.models.imports import ImportBatch, ImportProblem
from backend.deals.models.pitch import Pitch
from backend.deals.models.pitch_blocks import (
    PitchIp,
    PitchNeeds,
    PitchTeam,
    PitchTeamMember,
    PitchTerms,
    PitchTraction,
)
from backend.deals.models.revision import PitchRevision
from backend.deals.models.thesis import Thesis

__all__ = [
    "BlockGrant",
    "FundingRound",
    "ImportBatch",
    "ImportProblem",
    "NdaAcceptance",
    "Pitch",
    "PitchBlock",
    "PitchIp",
    "PitchNeeds",
    "PitchRevision",
    "PitchTeam",
    "PitchTeamMember",
    "PitchTerms",
    "PitchTraction",
    "RoundInvestor",
    "Thesis",
]
