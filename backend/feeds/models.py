"""The log behind every live room: the truth that sockets only announce."""

from django.db import models

from backend.core.ids import new_id


class Feed(models.Model):
    """One numbered log for one audience of one room. `head` is the number of its last event; numbers have no gaps."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120, unique=True)
    # A reader whose epoch differs was following a numbering that no longer holds, and starts from a snapshot.
    epoch = models.CharField(max_length=16)
    head = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.name} at {self.head}"


class FeedEvent(models.Model):
    """One change, written in the transaction of its cause."""

    id = models.BigAutoField(primary_key=True)
    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField()
    type = models.CharField(max_length=60)
    payload = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feed", "seq"], name="feed_event_once"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="feed_event_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.feed_id} {self.seq} {self.type}"
