"""Hashes of secrets that are shown once and compared ever after."""

import hashlib


def digest_of(secret: str) -> str:
    """SHA-256 in hex. For random keys and links, which need no salt; passwords have their own hashers."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
