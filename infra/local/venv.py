"""The checkout's virtual environment, in step with the locked requirements."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

from infra.local import leases
from infra.local.crew import Crew
from infra.local.errors import LocalError
from infra.local.paths import CHECKOUT, local_root

FOLDER = CHECKOUT / ".venv"
LOCK = CHECKOUT / "infra" / "requirements" / "dev.txt"
UV_LOCK = Path(__file__).with_name("uv.txt")
STAMP = FOLDER / ".in-step"


def python() -> Path:
    """The interpreter that runs the product: XMH_PYTHON as it is, or the checkout's own environment."""
    named = os.environ.get("XMH_PYTHON")
    return Path(named) if named else FOLDER / "bin" / "python"


def mark() -> str:
    """What the environment has to be made from: both locks and the Python that is used."""
    digest = hashlib.sha256(LOCK.read_bytes() + UV_LOCK.read_bytes())
    return f"{sys.version_info.major}.{sys.version_info.minor} {digest.hexdigest()}"


def in_step() -> bool:
    """Whether nothing has to be installed. The stamp is written last, so a killed installation is never taken for whole."""
    if os.environ.get("XMH_PYTHON"):
        return True
    try:
        return STAMP.read_text(encoding="utf-8") == mark() and os.access(python(), os.X_OK)
    except OSError:
        return False


def search_path() -> str:
    """PATH with the environment's programs first."""
    return os.pathsep.join((str(python().parent), os.environ.get("PATH", os.defpath)))


def ensure(crew: Crew) -> bool:
    """Make the environment and install what is locked, when it is not in step; True when something was done.

    Raises LocalError.
    """
    if in_step():
        return False
    with leases.alone(local_root() / "venv.lock", patience=1800):
        return _install(crew)


def _install(crew: Crew) -> bool:
    if in_step():
        return False
    STAMP.unlink(missing_ok=True)
    _create(crew)
    uv = FOLDER / "bin" / "uv"
    # uv links files from its cache; across file systems it copies, and need not warn about it.
    environment = {"VIRTUAL_ENV": str(FOLDER), "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "hardlink")}
    crew.step("install", [str(uv), "pip", "install", "--require-hashes", "-r", str(LOCK)], environment)
    STAMP.write_text(mark(), encoding="utf-8")
    return True


def _create(crew: Crew) -> None:
    base = str(getattr(sys, "_base_executable", sys.executable))
    if not _usable():
        shutil.rmtree(FOLDER, ignore_errors=True)
        try:
            crew.step("venv", [base, "-m", "venv", str(FOLDER)])
        except LocalError as error:
            raise LocalError(
                f"A virtual environment could not be made; install Python's venv module "
                f"(Debian: apt-get install python3-venv). {error}"
            ) from error
    pip = [str(FOLDER / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    crew.step("uv", [*pip, "--require-hashes", "-r", str(UV_LOCK)])


def _usable() -> bool:
    """Whether the folder is an environment of this very Python with pip in it."""
    library = FOLDER / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    return (FOLDER / "bin" / "python").exists() and (library / "pip").is_dir() and (FOLDER / "pyvenv.cfg").is_file()
