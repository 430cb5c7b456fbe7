"""The smallest reducer there is: how often each type of event happened."""

from collections.abc import Mapping


def reduce(state: Mapping[str, int], event_type: str) -> dict[str, int]:
    return {**state, event_type: state.get(event_type, 0) + 1}
