"""The local stack: real services without Docker, from the standard library alone. See README.md."""
