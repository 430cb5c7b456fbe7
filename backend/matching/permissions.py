"""Who may ask whom a pitch, a thesis or a firm matches."""

from backend.accounts.permissions import is_operator, is_system
from backend.core.permissions import add_rule
from backend.organizations.permissions import is_reader

# The team of the pitch's company, the members of the firm; nobody learns a competitor's matches.
add_rule("matching.match_pitch", is_reader | is_operator | is_system)
add_rule("matching.match_firm", is_reader | is_operator | is_system)
add_rule("matching.retry_index", is_operator | is_system)

# Whose weights order everybody's lists is the street's own business.
add_rule("matching.view_rankings", is_operator | is_system)
add_rule("matching.train_ranking", is_operator | is_system)
add_rule("matching.switch_ranking", is_operator | is_system)
