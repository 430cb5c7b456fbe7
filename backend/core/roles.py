"""What the application's database role may do: everything but changing the audit trail or the schema."""

from django.conf import settings
from django.db import connections
from psycopg import sql

_APPEND_ONLY = ("core_auditentry",)


def grant_to_app_role(*, using: str) -> None:
    """Run after every migration, as the owner. Quiet where the role is not used or does not exist."""
    name = settings.DATABASE_APP_ROLE
    if not name:
        return
    role = sql.Identifier(name)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        if cursor.fetchone() is None:
            return
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {}",
            "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}",
        ):
            cursor.execute(sql.SQL(statement).format(role))
        for table in _APPEND_ONLY:
            cursor.execute(sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), role))
