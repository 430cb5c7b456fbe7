from backend.interactions.models.announcement import Announcement
from backend.interactions.models.interest import InterestMark
from backend.interactions.models.participant import Participant, RoomRules
from backend.interactions.models.poll import Poll, PollAnswer
from backend.interactions.models.question import Question, QuestionVote
from backend.interactions.models.reaction import ReactionCount

__all__ = [
    "Announcement",
    "InterestMark",
    "Participant",
    "Poll",
    "PollAnswer",
    "Question",
    "QuestionVote",
    "ReactionCount",
    "RoomRules",
]
