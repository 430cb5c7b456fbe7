"""Whether an object still answers a question, judged from the database while its document may be old.

Between a change and its indexing a hit may rest on words the viewer may not read any more. The object's view is made anew
and held against the question by the same atoms the index uses.
"""

from collections.abc import Mapping
from typing import Any

from search.criteria import GROUP_FIELDS, INTERVALS, TEXT_GROUP_FIELDS, Criteria, Interval, atoms_of, listed, tokens_of


def still_matches(criteria: Criteria, view: Mapping[str, Any]) -> bool:
    """The document's fields as they would be written now, against the question."""
    if any(set(values).intersection(atoms_of(view, name)) for name, values in criteria.forbidden.items()):
        return False
    if not all(_meets_group(criteria.groups.get(name, ()), view, name) for name in GROUP_FIELDS):
        return False
    if not all(_meets_interval(criteria.intervals.get(name), view.get(name)) for name in INTERVALS):
        return False
    return _meets_text(criteria, view)


def _meets_text(criteria: Criteria, view: Mapping[str, Any]) -> bool:
    if not criteria.has_text:
        return True
    if criteria.name and any(form.startswith(criteria.name) for form in view.get("beginnings", ())):
        return True
    held = len(set(criteria.required).intersection(tokens_of(view)))
    groups = criteria.text_groups
    return held >= criteria.needed and all(_meets_group(groups.get(name, ()), view, name) for name in TEXT_GROUP_FIELDS)


def _meets_group(wanted: tuple[str, ...], view: Mapping[str, Any], name: str) -> bool:
    return not wanted or not set(wanted).isdisjoint(listed(view.get(name)))


def _meets_interval(wanted: Interval | None, held: Any) -> bool:
    if wanted is None:
        return True
    pieces = held if isinstance(held, list) else [] if held is None else [held]
    return any(_overlaps(wanted, piece) for piece in pieces)


def _overlaps(wanted: Interval, held: Any) -> bool:
    bounds = held if isinstance(held, Mapping) else {"gte": held, "lte": held}
    low, high = wanted
    begins, ends = bounds.get("gte"), bounds.get("lte")
    return (high is None or begins is None or begins <= high) and (low is None or ends is None or ends >= low)
