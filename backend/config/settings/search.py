"""Where the search engine is and how its indices are named."""

from backend.config.settings import env

ELASTICSEARCH_URL = env.ELASTICSEARCH_URL
SEARCH_PREFIX = env.SEARCH_PREFIX
SEARCH_HINT = env.SEARCH_HINT if env.LOCAL else ""
PUBLIC_URL = env.PUBLIC_URL
DEMO = env.DEMO
XMH_SCALE = env.SCALE
