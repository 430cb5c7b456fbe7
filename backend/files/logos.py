"""Logos are never kept as they came: decoded, made small, and written anew as WebP without metadata."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from backend.files.errors import ImageBroken, ImageTooLarge

MAX_PIXELS = 4096 * 4096
SIDE = 512


def reencode_logo(source: Path) -> bytes:
    """The picture as WebP of at most 512 × 512. Raises ImageTooLarge by the header alone, ImageBroken."""
    try:
        with Image.open(source, formats=("PNG", "JPEG", "WEBP")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ImageTooLarge
            # JPEG can decode at a fraction of its size; an animation shows its first frame.
            image.draft("RGB", (SIDE * 2, SIDE * 2))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except ImageTooLarge:
        raise
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise ImageBroken from error
    upright.thumbnail((SIDE, SIDE))
    target = BytesIO()
    upright.save(target, "WEBP", quality=88, method=4)
    return target.getvalue()
