"""Who may upload. Who may see a file is decided by the app that keeps it."""

from backend.accounts.permissions import is_person, is_system
from backend.core.permissions import add_rule

add_rule("files.upload", is_person | is_system)
