"""Uploads, their limits, and built front-end files."""

from pathlib import Path

from backend.config.settings import env

BASE_DIR = Path(__file__).resolve().parents[3]
STORAGE_ROOT = Path(env.STORAGE_ROOT) if env.STORAGE_ROOT else BASE_DIR / "var" / "storage"
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [("frontend", FRONTEND_DIST)] if FRONTEND_DIST.is_dir() else []

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# Bytes. A whole deck with pictures fits; a video does not.
MAX_DECK_BYTES = 40 * 1024 * 1024
MAX_LOGO_BYTES = 2 * 1024 * 1024
MAX_EVIDENCE_BYTES = 20 * 1024 * 1024
# Days. No law we know of names a figure for a street that neither sells funds nor is a register (see
# organizations/retention.py); the figures are ours, short enough to be defended and long enough to answer a complaint.
EVIDENCE_OF_REFUSED_KEPT_DAYS = 90
EVIDENCE_OF_ENDED_KEPT_DAYS = 365
MAX_IMPORT_BYTES = 64 * 1024 * 1024
MAX_PDF_PAGES = 200
RENDER_CPU_SECONDS = 20
RENDER_MEMORY_BYTES = 512 * 1024 * 1024
SIGNED_ADDRESS_SECONDS = 300
