"""Taking the indices away: for tests and for starting over."""

from backend.matching import engine as engines
from backend.matching.models import IndexedObject
from search import indices


def drop_all() -> tuple[str, ...]:
    """Delete all our indices and forget what they were told. Raises SearchUnavailable."""
    dropped = indices.drop_all(engines.current())
    IndexedObject.objects.all().delete()
    return dropped
