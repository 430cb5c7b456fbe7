"""Addresses: the first that fits is taken, so none may stand in front of another one's."""

from collections.abc import Iterator
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.converters import get_converters

_SAMPLES = {"uuid": str(uuid4()), "int": "7", "str": "some-words", "slug": "some-words", "path": "some/words"}


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one, address)
        else:
            yield address, one


def _sample(address: str, pattern: URLPattern) -> str:
    """An address that fits, with something of each kind where a part may vary."""
    kinds = {type(converter): name for name, converter in get_converters().items()}
    for name, converter in pattern.pattern.converters.items():
        kind = kinds[type(converter)]
        address = address.replace(f"<{kind}:{name}>", _SAMPLES[kind]).replace(f"<{name}>", _SAMPLES[kind])
    return "/" + address


def test_every_address_leads_to_its_own_view() -> None:
    lost, seen = [], 0
    for address, pattern in _patterns(get_resolver()):
        if not address.startswith("api/v1/") or "(?P" in address:
            continue
        seen += 1
        found = resolve(_sample(address, pattern))
        if found.func is not pattern.callback:
            lost.append((address, found.route))
    assert seen > 250
    assert lost == []
