"""Django settings, one module for each concern; `env` alone reads the environment."""

from backend.config.settings.api import *  # noqa: F403
from backend.config.settings.apps import *  # noqa: F403
from backend.config.settings.auth import *  # noqa: F403
from backend.config.settings.database import *  # noqa: F403
from backend.config.settings.files import *  # noqa: F403
from backend.config.settings.i18n import *  # noqa: F403
from backend.config.settings.logging import *  # noqa: F403
from backend.config.settings.mail import *  # noqa: F403
from backend.config.settings.payments import *  # noqa: F403
from backend.config.settings.retention import *  # noqa: F403
from backend.config.settings.search import *  # noqa: F403
from backend.config.settings.security import *  # noqa: F403
