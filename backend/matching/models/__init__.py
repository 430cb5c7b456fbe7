"""What waits to be indexed and what was learned (`indexing`); saved searches and whom matches call back (`saved`, `calls`)."""

from backend.matching.models.calls import Alert, Call, MatchedPitch, MatchedThesis, WaitingMatch
from backend.matching.models.indexing import (
    DeadLetter,
    DirtyObject,
    Exposure,
    IndexAlarm,
    IndexedObject,
    LearnedModel,
    RankingRun,
    TrainedRanking,
)
from backend.matching.models.saved import PitchRhythm, SavedSearch, ThesisRhythm

__all__ = [
    "Alert",
    "Call",
    "DeadLetter",
    "DirtyObject",
    "Exposure",
    "IndexAlarm",
    "IndexedObject",
    "LearnedModel",
    "MatchedPitch",
    "MatchedThesis",
    "PitchRhythm",
    "RankingRun",
    "SavedSearch",
    "ThesisRhythm",
    "TrainedRanking",
    "WaitingMatch",
]
