"""Kinds of messages, told to this app by those who send them when their app is ready. This app knows no topic."""

# One's own: asked for by hand, to see whether a receiver works.
TRIAL = "webhook.trial"

_kinds: list[str] = []


def register(*kinds: str) -> None:
    """Raises KeyError when one is known already."""
    for kind in kinds:
        if kind in _kinds:
            raise KeyError(f"two kinds of messages are called {kind}")
        _kinds.append(kind)


def all_kinds() -> list[str]:
    """In the order they were registered."""
    return list(_kinds)
