from backend.interactions.models.interest import InterestMark
from backend.interactions.models.participant import Participant, RoomRules
from backend.interactions.models.question import Question, QuestionVote

__all__ = ["InterestMark", "Participant", "Question", "QuestionVote", "RoomRules"]
