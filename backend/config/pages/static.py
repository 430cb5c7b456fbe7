"""The built front end's files, from memory. Names in `assets/` carry their content's hash and may be kept for ever."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils._os import safe_join
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".txt": "text/plain; charset=utf-8",
}
_SQUEEZABLE = frozenset({".js", ".css", ".html", ".json", ".svg", ".txt", ".webmanifest", ".wasm"})
_SMALLEST_WORTH = 512
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, max-age=0, must-revalidate"


@dataclass(frozen=True, slots=True)
class _Loaded:
    content_type: str
    etag: str
    bodies: dict[str, bytes]


@require_safe
def answer_file(request: HttpRequest, name: str) -> HttpResponse:
    """One file of the build; 404 for anything outside it, hidden, or of a type the build has no use for."""
    path = _path_of(name)
    loaded = _load(path, path.stat().st_mtime_ns)
    headers = {"Cache-Control": _FOR_EVER if name.startswith("assets/") else _ASK_AGAIN, "ETag": loaded.etag}
    if request.headers.get("If-None-Match") == loaded.etag:
        return HttpResponseNotModified(headers=headers)
    encoding = _accepted(request, loaded)
    response = HttpResponse(loaded.bodies[encoding], content_type=loaded.content_type, headers=headers)
    if encoding:
        response["Content-Encoding"] = encoding
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _path_of(name: str) -> Path:
    """Inside the build and nowhere else, links followed. Raises Http404."""
    root = Path(settings.FRONTEND_DIST).resolve()
    try:
        path = Path(safe_join(str(root), name)).resolve()
        is_ours = path.is_relative_to(root) and path.is_file() and path.suffix in _TYPES
    except (SuspiciousFileOperation, ValueError, OSError) as error:
        raise Http404 from error
    if not is_ours or any(part.startswith(".") for part in path.relative_to(root).parts):
        raise Http404
    return path


def _accepted(request: HttpRequest, loaded: _Loaded) -> str:
    offered = {word.partition(";")[0].strip() for word in request.headers.get("Accept-Encoding", "").split(",")}
    return next((coding for coding in ("br", "gzip") if coding in offered and coding in loaded.bodies), "")


@lru_cache(maxsize=512)
def _load(path: Path, changed: int) -> _Loaded:
    """Read once and squeezed once; again when the file changes. A squeezed neighbour made by the build wins."""
    body = path.read_bytes()
    bodies = {"": body}
    if path.suffix in _SQUEEZABLE and len(body) >= _SMALLEST_WORTH:
        ready = path.with_name(f"{path.name}.gz")
        bodies["gzip"] = ready.read_bytes() if ready.is_file() else gzip.compress(body, compresslevel=6, mtime=0)
    brotli = path.with_name(f"{path.name}.br")
    if brotli.is_file():
        bodies["br"] = brotli.read_bytes()
    digest = hashlib.sha256(body).hexdigest()[:24]
    return _Loaded(_TYPES[path.suffix], f'"{digest}"', bodies)
