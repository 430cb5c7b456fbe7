"""A font with Chinese characters, wherever the machine keeps one."""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

# Where systems keep one, and which face of the file is simplified Chinese.
_FONTS: tuple[tuple[str, int], ...] = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/System/Library/Fonts/PingFang.ttc", 0),
    ("/System/Library/Fonts/Hiragino Sans GB.ttc", 0),
    ("/System/Library/Fonts/STHeiti Medium.ttc", 0),
    ("/mnt/c/Windows/Fonts/msyh.ttc", 0),
)


@lru_cache(maxsize=1)
def _found() -> tuple[str, int] | None:
    return next(((path, face) for path, face in _FONTS if Path(path).is_file()), None)


@lru_cache(maxsize=32)
def chinese_font(size: int) -> ImageFont.FreeTypeFont | None:
    """The first font that is there, in points; None where the machine has none, and pictures go without words."""
    found = _found()
    return ImageFont.truetype(found[0], size, index=found[1]) if found else None
