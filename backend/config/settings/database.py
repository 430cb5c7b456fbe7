"""PostgreSQL through a pool, and the shared cache.

Persistent connections leak under ASGI, so Django's own are off and psycopg's pool keeps them instead.
"""

import sys

from backend.config.settings import env

# The owner changes the schema; every other process works as the application role.
_OWNER_COMMANDS = {"migrate", "makemigrations", "pgtrigger", "test", "sqlflush", "dbshell"}
_AS_OWNER = len(sys.argv) > 1 and sys.argv[1] in _OWNER_COMMANDS
_ROLE = f" -c role={env.DATABASE_APP_ROLE}" if env.DATABASE_APP_ROLE and not _AS_OWNER else ""
# A lock of a connection (`matching.locks`) would outlive its machine for hours: the server asks after one that says nothing.
_ALIVE = "-c tcp_keepalives_idle=60 -c tcp_keepalives_interval=15 -c tcp_keepalives_count=4"

DATABASE_APP_ROLE = env.DATABASE_APP_ROLE

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": env.DATABASE.name,
        "USER": env.DATABASE.user,
        "PASSWORD": env.DATABASE.password,
        "HOST": env.DATABASE.host,
        "PORT": env.DATABASE.port,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}, "options": _ALIVE + _ROLE},
        "TEST": {"TEMPLATE": "template0"},
    }
}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.REDIS_URL,
        "KEY_PREFIX": "xmh",
        # What is remembered here is a hint; nobody waits for it, least of all with a row held.
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
}
REDIS_URL = env.REDIS_URL

# Test-only: seconds added to the database's clock by `core.clock.now`.
CLOCK_OFFSET_SECONDS = 0
