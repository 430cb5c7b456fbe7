"""django-allauth's description of the sign-in API, merged into ours: the browser's paths that exist here, and no others.

Its components get the prefix `Auth`, so that they cannot meet ours; examples are left out.
"""

from pathlib import Path
from typing import Any

import yaml
from allauth.headless import spec
from allauth.headless.spec.internal import schema as allauth_schema

_PREFIX = "Auth"
_METHODS = ("get", "post", "put", "patch", "delete")
_ROOT = "/_allauth/browser/v1/"


def merge_sign_in(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A post-processing hook of drf-spectacular. Adds paths and the components they reach."""
    described = _described()
    paths = {path: item for path, item in described["paths"].items() if path.startswith(_ROOT)}
    for path, item in sorted(paths.items()):
        for method in _METHODS:
            if method in item:
                item[method]["operationId"] = _operation_id(method, path)
                item[method]["tags"] = ["sign-in"]
        result["paths"][path] = _renamed(item)
    components = described["components"]
    for kind, name in sorted(_reached(paths, components)):
        target = result["components"].setdefault(kind, {})
        target[f"{_PREFIX}{name}"] = _renamed(components[kind][name])
    return result


def _described() -> dict[str, Any]:
    """The package's file, cut down to what this site's settings switch on."""
    source = Path(spec.__file__).parent / "doc" / "openapi.yaml"
    described: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    allauth_schema.specify_user(described)
    allauth_schema.pin_client(described)
    allauth_schema.drop_unused_client_parameter(described)
    allauth_schema.drop_unused_paths(described)
    allauth_schema.specify_signup_fields(described)
    allauth_schema.specify_custom_signup_form(described)
    _describe_removal(described["paths"][f"{_ROOT}account/phone"])
    # Our form takes a phone number instead of an e-mail address.
    described["components"]["schemas"]["BaseSignup"].pop("required", None)
    return described


def _describe_removal(phone: dict[str, Any]) -> None:
    """What `sign_in.PhoneView` adds to the number's address."""
    phone["delete"] = {
        "summary": "Remove the phone number",
        "description": "Needs a recent re-authentication, as the change does.",
        "parameters": phone["get"]["parameters"],
        "responses": {
            "200": phone["get"]["responses"]["200"],
            "401": phone["post"]["responses"]["401"],
            "409": {"description": "It is the only way to sign in: `accounts.last_way_in`."},
        },
    }


def _operation_id(method: str, path: str) -> str:
    words = path.removeprefix(_ROOT).replace("-", "_").replace("/", "_")
    return f"{method}_sign_in_{words}"


def _renamed(node: Any) -> Any:
    """A copy with every reference pointing at the prefixed component, and without examples."""
    if isinstance(node, list):
        return [_renamed(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _renamed(value) for key, value in node.items() if key not in {"examples", "example"}}
    reference = node.get("$ref")
    if isinstance(reference, str):
        base, _, name = reference.rpartition("/")
        copy["$ref"] = f"{base}/{_PREFIX}{name}"
    return copy


def _reached(node: Any, components: dict[str, Any]) -> set[tuple[str, str]]:
    """Every component the node refers to, directly or through others."""
    found: set[tuple[str, str]] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += [value for key, value in one.items() if key not in {"examples", "example"}]
            reference = one.get("$ref")
            if isinstance(reference, str):
                _, _, kind, name = reference.split("/")
                if (kind, name) not in found:
                    found.add((kind, name))
                    waiting.append(components[kind][name])
    return found
