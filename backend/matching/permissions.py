"""Who may ask whom a pitch, a thesis or a firm matches, and who is called back."""

from typing import Any

from backend.accounts.permissions import is_operator, is_person, is_system
from backend.core.actors import Viewer
from backend.core.permissions import add_rule, predicate
from backend.organizations.permissions import is_member, is_reader


@predicate
def is_owner_of_search(actor: Viewer, obj: Any = None) -> bool:
    """Saved it. A saved search is nobody else's business, operators included."""
    return actor.pk is not None and actor.pk == getattr(obj, "owner_id", None)


# The team of the pitch's company, the members of the firm; nobody learns a competitor's matches.
add_rule("matching.match_pitch", is_reader | is_operator | is_system)
add_rule("matching.match_firm", is_reader | is_operator | is_system)
add_rule("matching.retry_index", is_operator | is_system)

# Whose weights order everybody's lists is the street's own business.
add_rule("matching.view_rankings", is_operator | is_system)
add_rule("matching.train_ranking", is_operator | is_system)
add_rule("matching.switch_ranking", is_operator | is_system)

add_rule("matching.save_search", is_person)
add_rule("matching.change_search", is_owner_of_search)
# The rhythm of a thesis is its whole firm's, that of a pitch its whole team's.
add_rule("matching.set_rhythm", is_member)
