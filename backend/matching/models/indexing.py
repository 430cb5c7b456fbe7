"""What waits to be indexed, what the index was told and refused; what was learned, and whom matches showed."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from backend.core.ids import new_id
from backend.matching.enums import ExposedKind, RankingState, RunKind, RunState, Withheld


class DirtyObject(models.Model):
    """One row per object whose document may be stale. `version` comes from one database sequence and only grows.

    The indexer writes the document with this number as its external version and then deletes the row if the number
    is still the same, so that a change during the write is not lost and an old write cannot win.
    """

    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    version = models.BigIntegerField()
    marked_at = models.DateTimeField(db_default=Now())
    is_news = models.BooleanField(db_default=True, help_text="not for a bulk load: whoever it fits is told nothing")
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="dirty_once_per_object")]
        indexes = [models.Index(fields=["version"], name="dirty_by_version")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} v{self.version}"


class IndexedObject(models.Model):
    """The version the index was last told of one object, found or removed: what index and database must agree on."""

    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    version = models.BigIntegerField()
    told_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="indexed_once_per_object")]
        indexes = [models.Index(fields=["kind", "-told_at"], name="indexed_lately")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} v{self.version}"


class DeadLetter(models.Model):
    """A document the engine refused for what is in it. Kept until the object changes or an operator retries."""

    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    version = models.BigIntegerField()
    reason = models.TextField()
    failed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="dead_letter_once_per_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.reason[:60]}"


class IndexAlarm(models.Model):
    """A time in which changes did not reach the index, and operators were told. Of those that last there is at most one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    since = models.DateTimeField(help_text="the oldest change that waited when it was raised")
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(ended_at=None), name="index_alarm_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"since {self.since:%Y-%m-%d %H:%M:%S}"


class TrainedRanking(models.Model):
    """One training: the weights of the parts, the space of likeness, and how both did on the twelve months before.

    A row is written whole when the training has ended, and never changes but for its state. `judged` is empty where there
    were too few companies to choose by. `before` is the one that was in force when this one was switched on, which rolling
    back returns to; none means the shipped weights.
    """

    version = models.CharField(max_length=60, unique=True)
    trained_on = models.DateField(help_text="no deal after this day was read")
    seed = models.PositiveIntegerField(default=0)
    deals = models.PositiveIntegerField()
    investors = models.PositiveIntegerField()
    queries = models.PositiveIntegerField(help_text="companies of the last twelve months it was chosen on; 0: none")
    prior = models.CharField(max_length=40, help_text="version of the shipped weights it was held against")
    weights = models.JSONField(help_text="version, effective, source, parts")
    tokens = models.JSONField()
    vectors = models.BinaryField(help_text="little-endian 32-bit floats, a row for each token")
    is_usable = models.BooleanField(default=True, help_text="old ones keep their figures, not their vectors")
    judged = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=RankingState.choices, default=RankingState.CANDIDATE)
    withheld = models.CharField(max_length=20, choices=Withheld.choices, blank=True, default="")
    trained_at = models.DateTimeField()
    switched_on_at = models.DateTimeField(null=True, blank=True)
    switched_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    before = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state=RankingState.CURRENT), name="trained_ranking_one_current"
            ),
        ]

    def __str__(self) -> str:
        return self.version


class RankingRun(models.Model):
    """One training, switch or roll-back under way or ended. Of those that have not ended there is at most one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=RunKind.choices)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    seed = models.PositiveIntegerField(default=0)
    switch_on = models.BooleanField(default=False, help_text="switch on what a training finds, if it is good enough")
    wanted = models.CharField(
        max_length=60, blank=True, default="", help_text="the version to switch to; blank: shipped"
    )
    phase = models.CharField(max_length=40, blank=True, default="")
    share = models.FloatField(default=0.0, help_text="of the phase, 0 to 1")
    ranking = models.ForeignKey(TrainedRanking, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    problem = models.CharField(max_length=60, blank=True, default="", help_text="the code of what ended it")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(state__in=[RunState.WAITING, RunState.RUNNING]),
                name="ranking_run_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Exposure(models.Model):
    """How often one firm or pitch stood among the first ten matches on one day. Never who looked."""

    day = models.DateField()
    kind = models.CharField(max_length=10, choices=ExposedKind.choices)
    object_id = models.UUIDField()
    shown = models.PositiveIntegerField()
    explored = models.PositiveIntegerField(help_text="of these, in a place given to those who are rarely shown")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "kind", "object_id"], name="exposure_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.object_id}: {self.shown}"


class LearnedModel(models.Model):
    """What the index was built with and the database scores by: how frequent each token is among all past deals, and the
    ranking in force; without one the shipped weights, and no space of likeness."""

    version = models.CharField(max_length=60, unique=True)
    learned_on = models.DateField()
    deals = models.PositiveIntegerField()
    weights = models.CharField(max_length=40, help_text="version of the weights")
    ranking = models.ForeignKey(TrainedRanking, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    body = models.JSONField()
    is_current = models.BooleanField(default=False)
    learned_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="learned_model_one_current"
            ),
        ]

    def __str__(self) -> str:
        return self.version
