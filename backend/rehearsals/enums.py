"""What a rehearsal looks at and walks through."""

from django.db import models


class Check(models.TextChoices):
    """In the order a host would see to them."""

    PUBLISHED = "published", "is published"
    LINES = "lines", "has a run of show"
    RELEASED = "released", "its draft is what everybody sees"
    FITS = "fits", "its lines fit between beginning and end"
    CONFIRMED = "confirmed", "every company that pitches has said yes"
    DECKS = "decks", "every pitch has a deck that may be shown"
    CLASHES = "clashes", "nobody is in two places"
    HANDS = "hands", "somebody can take over the remote"
    JUDGES = "judges", "whoever judges has a rubric and a link they opened"
    POLLS = "polls", "polls are prepared"
    QUESTIONS = "questions", "the room takes questions"
    GUESTS = "guests", "somebody has registered"
    DOOR = "door", "a device stands ready at the door"


class Standing(models.TextChoices):
    """`missing`: the evening suffers without it; `hint`: it would be better with it; `none`: this event needs none."""

    READY = "ready", "ready"
    MISSING = "missing", "missing"
    HINT = "hint", "hint"
    NONE = "none", "not needed"


class Step(models.TextChoices):
    """In the order guests go through them."""

    REGISTER = "register", "register"
    APPROVE = "approve", "are approved"
    ENTER = "enter", "enter the room"
    STAGE = "stage", "see line after line on stage"
    ASK = "ask", "ask"
    VOTE = "vote", "vote for questions"
    POLL = "poll", "answer polls"
    REACT = "react", "react"
    JUDGE = "judge", "are judged"
    REPORT = "report", "are counted in the report"
