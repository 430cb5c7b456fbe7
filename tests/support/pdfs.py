"""PDFs made by hand: honest decks, and hostile ones that never touch the disk outside a test."""

import zlib
from collections.abc import Sequence


def _assemble(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Number the objects from 1 and write body, cross references and trailer; object 1 is the catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def _stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), extra, content)


def deck(pages: Sequence[Sequence[str]], *, catalog: bytes = b"", trailer: bytes = b"") -> bytes:
    """One page for each list of lines; Latin text only, which is all the built-in font can show."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalog,
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index, lines in enumerate(pages):
        shown = b"".join(b"(%b) Tj 0 -40 Td\n" % line.encode("latin-1") for line in lines)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * index)
        )
        objects.append(_stream(b"BT /F1 28 Tf 60 460 Td\n%bET" % shown))
    return _assemble(objects, trailer)


def blank_pages(count: int) -> bytes:
    """Many pages that all share one object."""
    kids = b"3 0 R " * count
    return _assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
        ]
    )


def _page_with(content: bytes, extra: bytes, resources: bytes = b"", more: Sequence[bytes] = ()) -> bytes:
    return _assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Contents 4 0 R /Resources << %b >> >>" % resources,
            _stream(content, extra),
            *more,
        ]
    )


def flate_bomb() -> bytes:
    """A content stream of some kilobytes that unpacks to a gigabyte of drawing commands."""
    packer = zlib.compressobj(9)
    chunk = b"0 0 m 1 1 l S\n" * 75_000
    packed = b"".join(packer.compress(chunk) for _ in range(1024)) + packer.flush()
    return _page_with(packed, b"/Filter /FlateDecode")


def pixel_bomb() -> bytes:
    """An image that claims 60,000 × 60,000 pixels."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\x00" * 1_000_000) for _ in range(300)) + packer.flush()
    image = _stream(
        packed,
        b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
        b" /Filter /FlateDecode",
    )
    return _page_with(b"960 0 0 540 0 0 cm /Im1 Do", b"", b"/XObject << /Im1 5 0 R >>", [image])


def page_tree_loop() -> bytes:
    """A page tree that is its own child."""
    return _assemble([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 5 >>"])


def encrypted() -> bytes:
    """Locked by a user password: the keys below fit no empty password."""
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <%b> /U <%b> >> /ID [<%b> <%b>]" % (
        b"aa" * 32,
        b"bb" * 32,
        b"cc" * 16,
        b"cc" * 16,
    )
    return deck([["Secret"]], trailer=lock)


def with_script() -> bytes:
    """Runs a script and a program on opening, if a reader is foolish enough."""
    script = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AA << /WC << /S /Launch /F (calc.exe) >> >>"
    return deck([["Harmless"]], catalog=script)
