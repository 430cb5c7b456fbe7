"""What a viewer may match: one audience, worked out from their rights now."""

from datetime import datetime

from backend.core.actors import Viewer
from backend.organizations.selectors import verified_firms_of
from search.scope import Audience


def audience_of(viewer: Viewer, now: datetime) -> Audience:
    """Members of a verified investment firm search what verified investors may read; everybody else the public part."""
    return Audience.VERIFIED if verified_firms_of(viewer, now).exists() else Audience.PUBLIC
