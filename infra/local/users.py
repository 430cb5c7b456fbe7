"""Who runs the services. PostgreSQL and Elasticsearch refuse root, so root lends them `nobody`."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534


@dataclass(frozen=True)
class ServiceUser:
    """An unprivileged user and group, as numbers."""

    uid: int
    gid: int


def is_root() -> bool:
    return os.geteuid() == 0


def service_user() -> ServiceUser | None:
    """The user that services run as, or None when they run as the caller."""
    return ServiceUser(NOBODY, NOBODY) if is_root() else None


def can_enter(folder: Path) -> bool:
    """Whether any user may walk down to `folder`; a home of mode 0700 above it says no."""
    path = folder.absolute()
    for part in (path, *path.parents):
        try:
            mode = part.stat().st_mode
        except FileNotFoundError:
            continue
        except PermissionError:
            return False
        if not mode & stat.S_IXOTH:
            return False
    return True


def give(folder: Path, user: ServiceUser | None) -> None:
    """Create `folder` (0700) and hand it, with what is in it, to the service's user. Only root has something to hand over."""
    folder.mkdir(parents=True, exist_ok=True)
    if user is None:
        return
    for base, folders, files in os.walk(folder):
        os.chown(base, user.uid, user.gid)
        for name in (*folders, *files):
            os.chown(Path(base) / name, user.uid, user.gid, follow_symlinks=False)
    folder.chmod(0o700)
