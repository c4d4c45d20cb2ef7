# ruff: noqa: E501
"""Ways to hide a picture in a document that is accepted: each takes bytes of noise and gives a document."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Final
from xml.sax.saxutils import quoteattr

from gate.making import MORE, PROSE, docx, letter, mail, odt, odt_styles, p, packed, pdf, png, rtf, stream

WAYS: Final[dict[str, Callable[[bytes], bytes]]] = {}


def way(name: str) -> Callable[[Callable[[bytes], bytes]], Callable[[bytes], bytes]]:
    """Register a way."""

    def add(make: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
        assert name not in WAYS
        WAYS[name] = make
        return make

    return add


def b64(noise: bytes) -> str:
    return base64.b64encode(noise).decode()


def _lines(text: str, width: int = 76) -> list[str]:
    return [text[place : place + width] for place in range(0, len(text), width)]


TEXTS: Final[dict[str, Callable[[bytes], str]]] = {
    "base64": b64,
    "base64 in lines": lambda noise: "\n".join(_lines(b64(noise))),
    "base64, a word between": lambda noise: " and ".join(_lines(b64(noise), 12)),
    "base32": lambda noise: base64.b32encode(noise).decode(),
    "base85": lambda noise: base64.b85encode(noise).decode(),
    "hex": lambda noise: noise.hex(),
    "hex in twos": lambda noise: noise.hex(" "),
    "decimal": lambda noise: ", ".join(map(str, noise)),
    "a table of numbers": lambda noise: "\n".join("\t".join(map(str, noise[n : n + 20])) for n in range(0, len(noise), 20)),
    "percent-encoded": lambda noise: "".join(f"%{one:02X}" for one in noise),
    "a data URL": lambda noise: f"see data:image/png;base64,{b64(noise)}",
    "uuencode": lambda noise: "begin 644 a.png\n" + "\n".join(__import__("binascii").b2a_uu(noise[n : n + 45]).decode().strip() for n in range(0, len(noise), 45)) + "\nend",
    "yEnc": lambda noise: "=ybegin line=128 size=3000 name=a\n" + "".join(chr((one + 42) % 256) for one in noise if (one + 42) % 256 not in (0, 10, 13, 61)),
    "an SVG path": lambda noise: " ".join(f"L {a} {b}" for a, b in zip(noise[::2], noise[1::2], strict=False)),
    "drawing commands": lambda noise: "\n".join(f"{a} {b} moveto {b} {a} lineto" for a, b in zip(noise[::2], noise[1::2], strict=False)),
    "a PPM": lambda noise: "P3 40 25 255\n" + " ".join(map(str, noise)),
    "an XPM": lambda noise: "/* XPM */ static char *a[] = {" + ",".join(f'"{line}"' for line in _lines(b64(noise))) + "}",
    "colours": lambda noise: " ".join(f"#{noise[n : n + 3].hex()}" for n in range(0, len(noise) - 2, 3)),
    "blocks": lambda noise: "\n".join(_lines("".join(" ░▒▓█▀▄▌"[one % 8] for one in noise), 40)),
    "braille": lambda noise: "\n".join(_lines("".join(chr(0x2800 + one) for one in noise), 40)),
    "letters as dots": lambda noise: "\n".join(_lines("".join(" .:-=+*#%@"[one % 10] for one in noise), 40)),
    "box drawing": lambda noise: "\n".join(_lines("".join(chr(0x2500 + one % 128) for one in noise), 40)),
    "emoji": lambda noise: " ".join(chr(0x1F400 + one % 64) for one in noise),
    "zero width": lambda noise: "".join(letter_ + "".join("\u200b\u200c\u200d\u2060"[one >> shift & 3] for shift in (6, 4, 2, 0)) for letter_, one in zip(PROSE * 20, noise, strict=False)),
    "variation selectors": lambda noise: "a" + "".join(chr(0xE0100 + one % 240) for one in noise),
    "tags": lambda noise: "Yes" + "".join(chr(0xE0000 + one % 128) for one in noise),
    "private characters": lambda noise: "".join(chr(0xE000 + one) for one in noise),
    "ideographs, any": lambda noise: "".join(chr(0x4E00 + int.from_bytes(noise[n : n + 2]) % 16384) for n in range(0, len(noise), 2)),
    "ideographs that people write": lambda noise: "".join(bytes((0xB0 + a % 39, 0xA1 + b % 94)).decode("gb2312", "ignore") for a, b in zip(noise[::2], noise[1::2], strict=False)),
    "marks on letters": lambda noise: "".join("a" + chr(0x300 + one % 64) + chr(0x300 + (one >> 2) % 64) + chr(0x300 + one % 60) for one in noise),
    "capitals": lambda noise: "".join(one.upper() if noise[n // 8 % len(noise)] >> n % 8 & 1 else one for n, one in enumerate(PROSE * 90)),
    "spaces": lambda noise: "".join(word + (" ", "  ", "\u2003", "\u00a0")[noise[n // 4 % len(noise)] >> 2 * (n % 4) & 3] for n, word in enumerate((PROSE + " " + MORE + " ").split() * 60)),
    "spaces and tabs at the end": lambda noise: "\n".join(f"{word} said so." + "".join(" \t"[one >> shift & 1] for shift in range(8)) for word, one in zip(PROSE.split() * 90, noise, strict=False)),
    "bits as a hundred": lambda noise: " ".join(str(one >> shift & 1) for one in noise for shift in range(8)),
    "Morse": lambda noise: " ".join("".join(".-"[one >> shift & 1] for shift in range(5)) for one in noise),
    "HTML colours in markup": lambda noise: "".join(f'<td style="background:#{noise[n : n + 3].hex()}">' for n in range(0, len(noise) - 2, 3)),
    "times": lambda noise: " ".join(f"{a % 24:02}:{b % 60:02}:{a % 60:02}" for a, b in zip(noise[::2], noise[1::2], strict=False)) + " " + noise.hex(),
    "Roman numbers": lambda noise: " ".join("XIVLCDM"[one % 7] * (1 + one % 3) + "IVX"[one % 3] for one in noise) + noise.hex(),
}  # fmt: skip
"""Ways to write it as text, as it is pasted: each stands in every format."""


# ---- DOCX ------------------------------------------------------------------------------------------------------------

_BLIP: Final = '<w:p><w:r><w:drawing><a:blip r:embed="r1"/></w:drawing></w:r></w:p>'
way("docx: a picture")(lambda n: docx(_BLIP, {"word/media/image1.png": png(n)}))
way("docx: a picture by another name")(lambda n: docx("", {"word/notes.xml": png(n)}))
way("docx: a thumbnail")(lambda n: docx("", {"docProps/thumbnail.jpeg": png(n)}))
way("docx: XML of its own")(lambda n: docx("", {"customXml/item1.xml": f"<a>{b64(n)}</a>"}))
way("docx: details")(lambda n: docx("", {"docProps/core.xml": f"<title>{b64(n)}</title>"}))
way("docx: an object")(
    lambda n: docx("<w:p><w:r><w:object><o:OLEObject/></w:object></w:r></w:p>", {"word/embeddings/o.bin": n})
)
way("docx: a macro")(lambda n: docx("", {"word/vbaProject.bin": n}))
way("docx: a comment")(
    lambda n: docx(
        "", {"word/comments.xml": f'<w:comments xmlns:w="urn:w"><w:comment>{p(b64(n))}</w:comment></w:comments>'}
    )
)
way("docx: hidden text")(lambda n: docx(f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{b64(n)}</w:t></w:r></w:p>"))
way("docx: deleted text")(lambda n: docx(f"<w:p><w:del><w:r><w:delText>{b64(n)}</w:delText></w:r></w:del></w:p>"))
way("docx: an instruction")(lambda n: docx(f"<w:p><w:r><w:instrText>{b64(n)}</w:instrText></w:r></w:p>"))
way("docx: a description")(
    lambda n: docx(f"<w:p><w:r><w:drawing><wp:docPr descr={quoteattr(b64(n))}/></w:drawing></w:r></w:p>")
)
way("docx: a table")(
    lambda n: docx(
        "<w:tbl>"
        + "".join(
            "<w:tr>" + "".join(f"<w:tc>{p(f'{one:02x}')}</w:tc>" for one in n[r : r + 30]) + "</w:tr>"
            for r in range(0, len(n), 30)
        )
        + "</w:tbl>"
    )
)
way("docx: colours of cells")(
    lambda n: docx(
        "<w:tbl>"
        + "".join(
            "<w:tr>"
            + "".join(
                f'<w:tc><w:tcPr><w:shd w:fill="{n[c : c + 3].hex()}"/></w:tcPr>{p("x")}</w:tc>'
                for c in range(r, min(r + 90, len(n) - 2), 3)
            )
            + "</w:tr>"
            for r in range(0, len(n), 90)
        )
        + "</w:tbl>"
    )
)
way("docx: colours of letters")(
    lambda n: docx(
        "<w:p>"
        + "".join(
            f'<w:r><w:rPr><w:color w:val="{n[c : c + 3].hex()}"/></w:rPr><w:t>a </w:t></w:r>'
            for c in range(0, len(n) - 2, 3)
        )
        + "</w:p>"
    )
)
way("docx: attributes")(lambda n: docx("".join(f'<w:p w:rsidR="{n[c : c + 4].hex()}"/>' for c in range(0, len(n), 4))))
way("docx: bookmarks")(lambda n: docx(f'<w:p><w:bookmarkStart w:name="{b64(n)}"/></w:p>'))
way("docx: extra fields")(lambda n: docx(extra=b"\xfe\xca" + len(n[:1000]).to_bytes(2, "little") + n[:1000]))
way("docx: after its end")(lambda n: docx() + png(n))
way("docx: before its start")(lambda n: png(n) + docx())
way("docx: the ZIP’s comment")(lambda n: docx(comment=n))
way("docx: between its parts")(lambda n: _between(docx(), png(n)))
way("docx: a font")(lambda n: docx("", {"word/fonts/font1.odttf": n}))
way("docx: a box of text")(
    lambda n: docx(
        f"<w:p><w:r><w:drawing><wps:txbx><w:txbxContent>{p(b64(n))}</w:txbxContent></wps:txbx></w:drawing></w:r></w:p>"
    )
)
way("docx: another document in it")(
    lambda n: docx('<w:altChunk r:id="r1"/>', {"word/chunk.docx": docx(_BLIP, {"word/media/a.png": png(n)})})
)
way("docx: a header")(lambda n: docx("", {"word/header1.xml": f'<w:hdr xmlns:w="urn:w">{p(b64(n))}</w:hdr>'}))
way("docx: a footnote")(
    lambda n: docx(
        "", {"word/footnotes.xml": f'<w:footnotes xmlns:w="urn:w"><w:footnote>{p(n.hex())}</w:footnote></w:footnotes>'}
    )
)
way("docx: names of styles")(
    lambda n: docx(
        "",
        {
            "word/styles.xml": f'<w:styles xmlns:w="urn:w"><w:style w:styleId="{n.hex()}"><w:name w:val="{n.hex()}"/></w:style></w:styles>'
        },
    )
)
way("docx: names of parts")(
    lambda n: docx("", {f"word/{n[:60].hex()}.xml": "<a/>", f"word/{n[60:120].hex()}.xml": "<a/>"})
)
way("docx: an entity")(
    lambda n: packed(
        {
            "[Content_Types].xml": "wordprocessingml",
            "word/document.xml": f'<!DOCTYPE a [<!ENTITY e "{b64(n)}">]><a>&e;</a>',
        }
    )
)
way("docx: an unused version of a drawing")(
    lambda n: docx(
        f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback><w:pict><v:imagedata/><v:textbox><w:txbxContent>{p(b64(n))}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
)
way("docx: two parts of one name")(lambda n: _twice(docx(), n))


def _between(document: bytes, noise: bytes) -> bytes:
    """Put bytes between the parts and their list."""
    start = int.from_bytes(document[-6:-2], "little")
    moved = (start + len(noise)).to_bytes(4, "little")
    return document[:start] + noise + document[start:-6] + moved + document[-2:]


def _twice(document: bytes, noise: bytes) -> bytes:
    import io
    import warnings
    import zipfile

    out = io.BytesIO(document)
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as file:
        warnings.simplefilter("ignore")
        file.writestr("word/document.xml", noise)
    return out.getvalue()


# ---- ODT -------------------------------------------------------------------------------------------------------------

way("odt: a picture")(
    lambda n: odt("<text:p><draw:frame><draw:image/></draw:frame></text:p>", {"Pictures/a.png": png(n)})
)
way("odt: a thumbnail")(lambda n: odt("", {"Thumbnails/thumbnail.png": png(n)}))
way("odt: bytes in its XML")(
    lambda n: odt(
        f"<text:p><draw:frame><draw:image><office:binary-data>{b64(n)}</office:binary-data></draw:image></draw:frame></text:p>"
    )
)
way("odt: an annotation")(
    lambda n: odt(f"<text:p>Yes<office:annotation><text:p>{b64(n)}</text:p></office:annotation></text:p>")
)
way("odt: a deleted part")(
    lambda n: odt(
        f"<text:tracked-changes><text:changed-region><text:deletion><text:p>{b64(n)}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
)
way("odt: a hidden section")(
    lambda n: odt(f'<text:section text:display="none"><text:p>{b64(n)}</text:p></text:section>')
)
way("odt: a hidden style")(
    lambda n: odt(
        f'<text:p><text:span text:style-name="T1">{b64(n)}</text:span></text:p>',
        styles='<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>',
    )
)
way("odt: repeated cells")(
    lambda n: odt(
        "<table:table>"
        + "".join(
            f'<table:table-row><table:table-cell table:number-columns-repeated="{one + 1}"><text:p>a</text:p></table:table-cell></table:table-row>'
            for one in n[:400]
        )
        + "</table:table>"
    )
)
way("odt: a path")(lambda n: odt(f'<text:p><draw:path svg:d="{TEXTS["an SVG path"](n)}"/></text:p>'))
way("odt: details")(lambda n: odt("", {"meta.xml": f"<a>{b64(n)}</a>"}))
way("odt: names of styles")(lambda n: odt(f'<text:p text:style-name="{n.hex()}">Yes</text:p>'))
way("odt: a hidden value")(
    lambda n: odt(f'<text:p><text:hidden-text text:string-value="{b64(n)}">{b64(n)}</text:hidden-text></text:p>')
)
way("odt: an object")(
    lambda n: odt("<text:p><draw:frame><draw:object/></draw:frame></text:p>", {"Object 1/content.xml": n})
)
way("odt: a header")(
    lambda n: odt(
        "",
        {
            "styles.xml": odt_styles(
                f"<style:master-page><style:header><text:p>{b64(n)}</text:p></style:header></style:master-page>"
            )
        },
    )
)
way("odt: counts of spaces")(
    lambda n: odt("<text:p>" + "".join(f'a<text:s text:c="{one + 1}"/>' for one in n) + "</text:p>")
)
way("odt: widths of columns")(
    lambda n: odt(
        "<table:table>"
        + "".join(f'<table:table-column table:number-columns-repeated="{one + 1}"/>' for one in n)
        + "</table:table>"
    )
)

# ---- RTF -------------------------------------------------------------------------------------------------------------

way("rtf: a picture")(lambda n: rtf(f"{{\\pict\\pngblip {png(n).hex()}}}"))
way("rtf: raw bytes")(lambda n: rtf(b"{\\pict\\bin%d " % len(n) + n + b"}"))
way("rtf: raw bytes in the text")(lambda n: rtf(b"\\bin%d " % len(n) + n))
way("rtf: an object")(lambda n: rtf(f"{{\\object{{\\*\\objdata {n.hex()}}}}}"))
way("rtf: an unknown group")(lambda n: rtf(f"{{\\*\\strange {n.hex()}}}"))
way("rtf: hidden text")(lambda n: rtf(f"{{\\v {n.hex()}}}"))
way("rtf: deleted text")(lambda n: rtf(f"{{\\deleted {n.hex()}}}"))
way("rtf: text of no size")(lambda n: rtf(f"{{\\fs1 {n.hex()}}}"))
way("rtf: details")(lambda n: rtf(head=b"{\\info{\\title " + b64(n).encode() + b"}}"))
way("rtf: names of fonts")(lambda n: rtf(head=b"{\\fonttbl{\\f2 " + n.hex().encode() + b";}}"))
way("rtf: names of styles")(lambda n: rtf(head=b"{\\stylesheet{\\s1 " + n.hex().encode() + b";}}"))
way("rtf: private characters")(lambda n: rtf("".join(f"\\u{0xE000 + one - 65536}?" for one in n)))
way("rtf: letters with accents")(lambda n: rtf("".join(f"\\'{one | 0x80:02x}" for one in n)))
way("rtf: after its end")(lambda n: rtf(after=png(n)))
way("rtf: numbers of control words")(lambda n: rtf("".join(f"\\li{one}\\strange{one} a " for one in n)))
way("rtf: what stands for a character")(
    lambda n: rtf("\\uc8 " + "".join(f"\\u97{n[c : c + 4].hex()} " for c in range(0, len(n), 4)))
)
way("rtf: a shape")(
    lambda n: rtf(f"{{\\shp{{\\*\\shpinst{{\\sp{{\\sn pVerticies}}{{\\sv {n.hex()}}}}}{{\\shptxt {n.hex()}}}}}}}")
)
way("rtf: an unknown word of letters")(
    lambda n: rtf(
        "".join(f"\\{''.join(chr(97 + (one & 15)) for one in n[c : c + 12])} a " for c in range(0, len(n), 12))
    )
)

# ---- in how blocks stand, whose words say nothing ---------------------------------------------------------------------


def bits(noise: bytes) -> list[int]:
    return [one >> shift & 1 for one in noise for shift in range(8)]


way("docx: cells that are empty or not")(
    lambda n: docx(
        "<w:tbl>"
        + "".join(
            "<w:tr>" + "".join(f"<w:tc>{p('yes' if bit else '')}</w:tc>" for bit in bits(n[r : r + 15])) + "</w:tr>"
            for r in range(0, 2_100, 15)
        )
        + "</w:tbl>"
    )
)
way("odt: levels of headings")(
    lambda n: odt("".join(f'<text:h text:outline-level="{1 + one % 6}">yes</text:h>' for one in n * 2))
)
way("odt: rows of another length")(
    lambda n: odt(
        "<table:table>"
        + "".join(
            "<table:table-row>"
            + "<table:table-cell><text:p>yes</text:p></table:table-cell>" * (one % 8 + 1)
            + "</table:table-row>"
            for one in n
        )
        + "</table:table>"
    )
)
way("docx: items and paragraphs")(
    lambda n: docx("".join(p("yes", "<w:pPr><w:numPr/></w:pPr>" if bit else "") for bit in bits(n)[:18_000]))
)
way("docx: ends of lines")(
    lambda n: docx(
        "<w:p><w:r>"
        + "".join(f"<w:t xml:space='preserve'>yes </w:t>{'<w:br/>' if bit else ''}" for bit in bits(n))
        + "</w:r></w:p>"
    )
)
way("mail: how deep it is quoted")(
    lambda n: mail("\r\n\r\n".join(">" * (one % 6 + 1) + " yes" for one in n * 2).encode())
)
way("pdf: ends of lines")(
    lambda n: pdf(
        b"BT /F1 4 Tf 50 600 Td 4 TL " + b"".join(b"(yes ) Tj " + (b"T* " if bit else b"") for bit in bits(n)) + b"ET"
    )
)

# ---- e-mail ----------------------------------------------------------------------------------------------------------

_B: Final = "\r\nContent-Transfer-Encoding: base64"
way("mail: an attachment")(
    lambda n: letter((f"Content-Type: image/png{_B}\r\nContent-Disposition: attachment", png(n)))
)
way("mail: a picture said to be text")(lambda n: letter((f"Content-Type: text/plain; charset=latin-1{_B}", png(n))))
way("mail: raw bytes said to be text")(lambda n: letter((f"Content-Type: text/plain; charset=cp437{_B}", n)))
way("mail: bytes as UTF-16")(lambda n: letter((f"Content-Type: text/plain; charset=utf-16-le{_B}", n)))
way("mail: a picture in its place")(
    lambda n: letter((f"Content-Type: image/png{_B}\r\nContent-ID: <a>", png(n)), kind="related")
)
way("mail: before its first part")(lambda n: letter(before=b64(n).encode()))
way("mail: after its last part")(lambda n: letter(after=b64(n).encode()))
way("mail: headers")(
    lambda n: mail(PROSE.encode(), head="".join(f"X-Part-{c}: {n[c : c + 60].hex()}\r\n" for c in range(0, len(n), 60)))
)
way("mail: its subject")(lambda n: mail(PROSE.encode(), head=f"Cc: =?utf-8?b?{b64(b64(n).encode())}?=\r\n"))
way("mail: its boundary")(lambda n: letter(kind=f'mixed; x="{b64(n)}"'))
way("mail: a message in it, with another in it")(
    lambda n: letter(
        (
            "Content-Type: message/rfc822",
            letter(("Content-Type: message/rfc822", letter((f"Content-Type: image/png{_B}", png(n))))),
        )
    )
)
way("mail: an archive in a document in it")(
    lambda n: letter(
        (
            f"Content-Type: application/msword{_B}",
            docx("", {"word/a.zip": packed({"b.zip": packed({"c.png": png(n)})})}),
        )
    )
)
way("mail: the second of two forms")(lambda n: letter((f"Content-Type: text/x-other{_B}", n), kind="alternative"))


def page(body: str) -> bytes:
    """An e-mail that is a page."""
    return mail(f"<html><body><p>{PROSE}</p>{body}<p>{MORE}</p></body></html>".encode(), "text/html; charset=utf-8")


way("mail: a data URL in its page")(lambda n: page(f'<img src="data:image/png;base64,{b64(n)}">'))
way("mail: a remark in its page")(lambda n: page(f"<!-- {b64(n)} -->"))
way("mail: a remark for Outlook")(lambda n: page(f"<!--[if mso]><p>{b64(n)}</p><![endif]-->"))
way("mail: what is not shown of its page")(lambda n: page(f'<div style="display:none">{b64(n)}</div>'))
way("mail: a style")(lambda n: page(f"<style>p {{ background: url(data:image/png;base64,{b64(n)}) }}</style>"))
way("mail: a script")(lambda n: page(f"<script>var a = '{b64(n)}'</script>"))
way("mail: colours of cells of its page")(
    lambda n: page(
        "<table>"
        + "".join(
            "<tr>"
            + "".join(f'<td bgcolor="#{n[c : c + 3].hex()}">&nbsp;</td>' for c in range(r, min(r + 90, len(n) - 2), 3))
            + "</tr>"
            for r in range(0, len(n), 90)
        )
        + "</table>"
    )
)
way("mail: a drawing in its page")(
    lambda n: page(f'<svg><path d="{TEXTS["an SVG path"](n)}"/><text>{b64(n)}</text></svg>')
)
way("mail: addresses of its page")(
    lambda n: page(
        "".join(f'<a href="https://example.org/{n[c : c + 60].hex()}">here</a> ' for c in range(0, len(n), 60))
    )
)
way("mail: entities")(lambda n: page("<p>" + "".join(f"&#{one};" for one in n) + "</p>"))
way("mail: rare elements")(
    lambda n: page("".join(f"<a{n[c : c + 20].hex()}>a</a{n[c : c + 20].hex()}> " for c in range(0, len(n), 20)))
)
way("mail: a form")(
    lambda n: page(
        f'<input type="hidden" value="{b64(n)}"><textarea>{b64(n)}</textarea><select><option>{b64(n)}</select>'
    )
)
way("mail: written from right to left")(lambda n: page(f"<p>\u202e{b64(n)[::-1]}</p>"))
way("mail: quoted-printable")(
    lambda n: mail(b"".join(b"=%02X" % one for one in n), "text/plain; charset=latin-1", "quoted-printable")
)

# ---- plain text ------------------------------------------------------------------------------------------------------

way("text: its bytes as UTF-16")(lambda n: b"\xff\xfe" + n)
way("text: its bytes as Windows-1252")(lambda n: PROSE.encode() + bytes(one | 0xA0 for one in n))
way("text: a form feed and bytes")(lambda n: PROSE.encode() + b"\f" + n)
way("text: backspaces")(lambda n: PROSE.encode() + b"".join(b"a\x08" + bytes([one]) for one in n))
way("text: escapes of a terminal")(lambda n: PROSE.encode() + b"".join(b"\x1b[48;5;%dm " % one for one in n))
way("text: Japanese by its bytes")(
    lambda n: "".join(chr(0x3041 + one % 86) for one in n).encode() + b"\n" + b64(n).encode()
)

# ---- PDF -------------------------------------------------------------------------------------------------------------

_IMAGE: Final = b"/Type /XObject /Subtype /Image /Width 40 /Height 25 /ColorSpace /DeviceRGB /BitsPerComponent 8"
way("pdf: a picture")(
    lambda n: pdf(b"q 100 0 0 100 50 50 cm /I Do Q", [stream(n, _IMAGE)], resources=b"/XObject << /I 6 0 R >>")
)
way("pdf: a picture in the line")(
    lambda n: pdf(b"q 100 0 0 100 50 50 cm BI /W 40 /H 25 /CS /RGB /BPC 8 ID " + n + b" EI Q")
)
way("pdf: rectangles")(
    lambda n: pdf(
        b"".join(b"%.2f g %d %d 4 4 re f " % (one / 255, 50 + i % 40 * 4, 50 + i // 40 * 4) for i, one in enumerate(n))
    )
)
way("pdf: strokes")(
    lambda n: pdf(b"".join(b"%d %d m %d %d l S " % (a, b, b, a) for a, b in zip(n[::2], n[1::2], strict=False)))
)
way("pdf: an attachment")(
    lambda n: pdf(
        b"",
        [b"<< /Type /Filespec /F (a.png) /EF << /F 7 0 R >> >>", stream(png(n), b"/Type /EmbeddedFile")],
        root=b"/Names << /EmbeddedFiles << /Names [(a.png) 6 0 R] >> >>",
    )
)
way("pdf: details")(
    lambda n: pdf(b"", [stream(b64(n).encode(), b"/Type /Metadata /Subtype /XML")], root=b"/Metadata 6 0 R")
)
way("pdf: its title")(lambda n: pdf(b"", [b"<< /Title (%s) >>" % b64(n).encode()], info=b"/Info 6 0 R"))
way("pdf: text that nobody sees")(lambda n: pdf(b"BT 3 Tr /F1 11 Tf 50 300 Td (%s) Tj ET" % b64(n).encode()))
way("pdf: text beside the page")(lambda n: pdf(b"BT /F1 11 Tf 5000 300 Td (%s) Tj ET" % b64(n).encode()))
way("pdf: text of no size")(lambda n: pdf(b"BT /F1 0.1 Tf 50 300 Td (%s) Tj ET" % b64(n).encode()))
way("pdf: white text")(lambda n: pdf(b"BT 1 g /F1 11 Tf 50 300 Td (%s) Tj ET" % b64(n).encode()))
way("pdf: many small texts")(
    lambda n: pdf(
        b"".join(
            b"BT /F1 6 Tf %d %d Td (%02x) Tj ET " % (20 + i % 60 * 9, 640 - i // 60 * 8, one) for i, one in enumerate(n)
        )
    )
)
way("pdf: letters mapped to bytes")(
    lambda n: pdf(
        b"BT /F2 11 Tf 50 300 Td <%s> Tj ET" % n.hex().encode(),
        [
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>",
            stream(
                b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> <4e00> endbfrange endcmap end end"
            ),
        ],
        resources=b"/Font << /F1 5 0 R /F2 6 0 R >>",
    )
)
way("pdf: letters that are pictures")(
    lambda n: pdf(
        b"BT /F3 11 Tf 50 300 Td (aaaa) Tj ET",
        [
            b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 7 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [9] >>",
            stream(b"9 0 0 0 9 9 d1 BI /W 40 /H 25 /CS /RGB /BPC 8 ID " + n + b" EI"),
        ],
        resources=b"/Font << /F1 5 0 R /F3 6 0 R >>",
    )
)
way("pdf: after its end")(lambda n: pdf(tail=png(n)))
way("pdf: before its start")(lambda n: pdf(head=png(n)))
way("pdf: remarks")(lambda n: pdf(b"".join(b"%%%s\n" % n[c : c + 60].hex().encode() for c in range(0, len(n), 60))))
way("pdf: an object that nothing uses")(lambda n: pdf(b"", [stream(png(n))]))
way("pdf: a note on the page")(
    lambda n: pdf(
        b"",
        [b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (%s) >>" % b64(n).encode()],
        page=b"/Annots [6 0 R]",
    )
)
way("pdf: a field")(
    lambda n: pdf(
        b"",
        [b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (%s) /Rect [0 0 9 9] >>" % b64(n).encode()],
        page=b"/Annots [6 0 R]",
        root=b"/AcroForm << /Fields [6 0 R] >>",
    )
)
way("pdf: what is read aloud")(
    lambda n: pdf(b"/Span << /ActualText (%s) >> BDC BT /F1 11 Tf 50 300 Td (words) Tj ET EMC" % b64(n).encode())
)
way("pdf: a picture in a drawing in a drawing")(
    lambda n: pdf(
        b"/A Do",
        [
            stream(
                b"/B Do", b"/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /B 7 0 R >> >>"
            ),
            stream(
                b"/I Do", b"/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /I 8 0 R >> >>"
            ),
            stream(n, _IMAGE),
        ],
        resources=b"/XObject << /A 6 0 R >>",
    )
)
way("pdf: an archive as well")(lambda n: pdf(tail=packed({"a.png": png(n)})))
way("pdf: a script")(
    lambda n: pdf(b"", [b"<< /S /JavaScript /JS (var a = '%s') >>" % b64(n).encode()], root=b"/OpenAction 6 0 R")
)
way("pdf: gaps between letters")(
    lambda n: pdf(b"BT /F1 11 Tf 50 300 Td [" + b"".join(b"(a) %d " % -one for one in n) + b"] TJ ET")
)


def written(name: str, format: str, noise: bytes) -> bytes:
    """A way to write it as text, in a document of a format."""
    text = TEXTS[name](noise)
    lines = text.split("\n")
    match format:
        case "docx":
            return docx("".join(map(p, lines)))
        case "odt":
            return odt("".join(f"<text:p>{line.replace('&', '&amp;').replace('<', '&lt;')}</text:p>" for line in lines))
        case "rtf":
            return rtf("\\par\n".join("".join(_in_rtf(one) for one in line) for line in lines))
        case "mail":
            return mail(f"{PROSE}\n\n{text}\n\n{MORE}\n".encode())
        case _:
            return f"{PROSE}\n\n{text}\n\n{MORE}\n".encode()


def _in_rtf(one: str) -> str:
    if one in "{}\\":
        return f"\\{one}"
    units = one.encode("utf-16-le")
    if one.isascii():
        return one if one >= " " or one == "\t" else " "
    return "".join(f"\\u{int.from_bytes(units[n : n + 2], 'little', signed=True)}?" for n in range(0, len(units), 2))
