"""REST framework's parsers over `bodies`: what they pass on can be stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any

from rest_framework.parsers import BaseParser, MultiPartParser

from backend.core.bodies import is_storable, read_object
from backend.core.errors import UnreadableBody

if TYPE_CHECKING:
    from rest_framework.parsers import DataAndFiles


class JsonParser(BaseParser):
    """One JSON object. Raises UnreadableBody."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        return read_object(stream.read())


class FormParser(MultiPartParser):
    """A form with files. Raises UnreadableBody for fields or names of files that hold what cannot be stored."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> DataAndFiles[Any, Any]:
        try:
            parsed: DataAndFiles[Any, Any] = super().parse(stream, media_type, parser_context)
        except (LookupError, UnicodeError) as error:
            # A part may name the encoding of its file name, one that does not exist or is none of text.
            raise UnreadableBody from error
        texts = [text for name, values in parsed.data.lists() for text in (name, *values)]
        texts += [text for name, files in parsed.files.lists() for file in files for text in (name, file.name or "")]
        if not all(is_storable(text) for text in texts):
            raise UnreadableBody
        return parsed
