from backend.interactions.models.participant import Participant, RoomRules
from backend.interactions.models.question import Question, QuestionVote

__all__ = ["Participant", "Question", "QuestionVote", "RoomRules"]
