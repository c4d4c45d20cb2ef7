# ruff: noqa: E501
"""Ordinary documents, as the usual programs write them; with the words that each says. Everybody in them is invented."""

from __future__ import annotations

import base64
import io
import quopri
from collections.abc import Callable
from email.message import EmailMessage
from functools import cache
from typing import Any, Final
from xml.sax.saxutils import escape

from gate.making import MORE, NOISE, PROSE, docx, letter, mail, odt, odt_styles, p, pdf, png, rtf, stream
from wording.ordinary import LANGUAGES

LANGUAGES_IN_EACH: Final = (
    "English",
    "Welsh",
    "Polish",
    "Romanian",
    "Arabic",
    "Urdu",
    "Persian",
    "Hindi",
    "Bengali",
    "Chinese",
    "Russian",
    "Vietnamese",
    "Turkish",
    "Greek",
)

DOCUMENTS: Final[dict[str, Callable[[], tuple[bytes, str]]]] = {}
"""By name: makes the document, and what it says."""


def document(name: str) -> Callable[[Callable[[], tuple[bytes, str]]], Callable[[], tuple[bytes, str]]]:
    """Register a document."""

    def add(make: Callable[[], tuple[bytes, str]]) -> Callable[[], tuple[bytes, str]]:
        assert name not in DOCUMENTS
        DOCUMENTS[name] = make
        return make

    return add


# ---- every format in many languages ----------------------------------------------------------------------------------


def _rtf_text(text: str) -> str:
    return "".join(
        one if one.isascii() else f"\\u{ord(one) if ord(one) < 32768 else ord(one) - 65536}?" for one in text
    )


def _mail_text(text: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a.khan@example.org", "desk@example.org", "Visit"
    message.set_content(text)
    return message.as_bytes()


_HEAD: Final = "From: a.khan@example.org To: desk@example.org Subject: Visit "
for _language in LANGUAGES_IN_EACH:
    _text = LANGUAGES[_language]
    document(f"docx: {_language}")(lambda text=_text: (docx(p(text), around=False), text))
    document(f"odt: {_language}")(lambda text=_text: (odt(f"<text:p>{escape(text)}</text:p>", around=False), text))
    document(f"rtf: {_language}")(lambda text=_text: (rtf(_rtf_text(text) + "\\par", around=False), text))
    document(f"mail: {_language}")(lambda text=_text: (_mail_text(text), _HEAD + text))
    document(f"text: {_language}")(lambda text=_text: (text.encode(), text))

# ---- DOCX ------------------------------------------------------------------------------------------------------------


def _saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@document("docx: a letter with a letterhead")
def _() -> tuple[bytes, str]:
    import docx as library

    made = library.Document()
    header = made.sections[0].header
    header.paragraphs[0].add_run().add_picture(io.BytesIO(png(NOISE)))
    header.add_paragraph("Hillside Primary School, 4 Mill Lane, Rivertown")
    for line in ("3 March 2026", "Dear Ms Okafor,", PROSE, MORE, "Yours sincerely,", "Gwen Rees"):
        made.add_paragraph(line)
    made.sections[0].footer.paragraphs[0].text = "Registered charity 100000"
    said = f"Hillside Primary School, 4 Mill Lane, Rivertown 3 March 2026 Dear Ms Okafor, {PROSE} {MORE} Yours sincerely, Gwen Rees Registered charity 100000"
    return _saved(made), said


@document("docx: minutes with a table")
def _() -> tuple[bytes, str]:
    import docx as library

    made = library.Document()
    made.add_heading("Strategy discussion", 0)
    made.add_heading("Who was there", 1)
    table = made.add_table(rows=1, cols=3)
    rows = [("Name", "Agency", "There"), ("Dawid Nowak", "Police", "yes"), ("Efua Mensah", "Health", "by telephone")]
    for cell, text in zip(table.rows[0].cells, rows[0], strict=True):
        cell.text = text
    for row in rows[1:]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.add_heading("What was agreed", 1)
    made.add_paragraph("Both children are seen at home.", style="List Bullet")
    made.add_paragraph("Nobody speaks to the uncle before then.", style="List Bullet")
    made.add_paragraph("The next meeting is on 10 March.", style="List Number")
    said = (
        "Strategy discussion Who was there "
        + " ".join(" ".join(row) for row in rows)
        + " What was agreed Both children are seen at home. Nobody speaks to the uncle before then. The next meeting is on 10 March."
    )
    return _saved(made), said


@document("docx: a long report")
def _() -> tuple[bytes, str]:
    import docx as library

    made, said = library.Document(), []
    for part in range(1, 9):
        for level in (1, 2):
            made.add_heading(f"Part {part}, level {level}", level)
            made.add_paragraph(PROSE)
            made.add_paragraph(MORE)
            said.append(f"Part {part}, level {level} {PROSE} {MORE}")
    return _saved(made), " ".join(said)


@document("docx: a table in a table")
def _() -> tuple[bytes, str]:
    import docx as library

    made = library.Document()
    outer = made.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "Her father"
    inner = outer.cell(0, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Finn Doyle", "lives elsewhere"
    return _saved(made), "Her father Finn Doyle lives elsewhere"


@document("docx: statistics")
def _() -> tuple[bytes, str]:
    import docx as library

    made, said = library.Document(), [PROSE]
    made.add_paragraph(PROSE)
    table = made.add_table(rows=0, cols=6)
    for year in range(2012, 2026):
        row = [str(year), *(f"{(year * place * 37) % 900 + 100}" for place in range(1, 6))]
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
        said.append(" ".join(row))
    return _saved(made), " ".join(said)


_BOX: Final = f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:wsp><wps:txbx><w:txbxContent>{p('Rivertown Council')}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{p('Rivertown Council')}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
document("docx: a box of text")(lambda: (docx(_BOX), f"{PROSE} Rivertown Council {MORE}"))
_EMOJI: Final = (
    '<w:p><w:r><w:t xml:space="preserve">omg </w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="w16se">'
    '<w16se:symEx xmlns:w16se="urn:w16se" w16se:font="Segoe UI Emoji" w16se:char="1F62D"/></mc:Choice><mc:Fallback><w:t>😭</w:t></mc:Fallback>'
    "</mc:AlternateContent></w:r><mc:AlternateContent><mc:Choice><w:r><w:t> she said</w:t></w:r></mc:Choice><mc:Fallback>"
    "<w:r><w:t> she said</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
)
document("docx: an emoji as Word writes it")(lambda: (docx(_EMOJI), f"{PROSE} omg 😭 she said {MORE}"))
document("docx: tracked changes")(
    lambda: (
        docx(
            '<w:p><w:r><w:t xml:space="preserve">She came </w:t></w:r><w:ins><w:r><w:t>on Tuesday</w:t></w:r></w:ins><w:del><w:r><w:delText>on Monday</w:delText></w:r></w:del></w:p>'
        ),
        f"{PROSE} She came on Tuesday {MORE}",
    )
)
document("docx: links, fields and footnotes")(
    lambda: (
        docx(
            '<w:p><w:hyperlink><w:r><w:t>the guidance</w:t></w:r></w:hyperlink><w:r><w:fldChar/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t xml:space="preserve"> page three</w:t></w:r></w:p>',
            {
                "word/footnotes.xml": f'<w:footnotes xmlns:w="urn:w"><w:footnote w:type="separator">{p("no")}</w:footnote><w:footnote>{p("As she said later.")}</w:footnote></w:footnotes>'
            },
        ),
        f"{PROSE} the guidance page three {MORE} As she said later.",
    )
)
document("docx: controls for content")(
    lambda: (
        docx(f"<w:sdt><w:sdtContent>{p('Chosen from a list')}</w:sdtContent></w:sdt>"),
        f"{PROSE} Chosen from a list {MORE}",
    )
)

# ---- ODT -------------------------------------------------------------------------------------------------------------

_THUMBNAIL: Final = {
    "Thumbnails/thumbnail.png": png(NOISE),
    "meta.xml": "<a/>",
    "settings.xml": "<a/>",
    "Configurations2/": "",
}
document("odt: as LibreOffice saves it")(
    lambda: (
        odt(
            "<text:h text:outline-level='1'>The visit</text:h><text:p>Seen<text:s text:c='2'/>alone.<text:tab/>Well.<text:line-break/>Later.</text:p>",
            _THUMBNAIL,
        ),
        f"{PROSE} The visit Seen alone. Well. Later. {MORE}",
    )
)
document("odt: lists")(
    lambda: (
        odt(
            "<text:list><text:list-item><text:p>first</text:p><text:list><text:list-item><text:p>within it</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>second</text:p></text:list-item></text:list>"
        ),
        f"{PROSE} first within it second {MORE}",
    )
)
document("odt: a table")(
    lambda: (
        odt(
            "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell><table:table-cell><text:p>Agency</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row><table:table-cell><text:p>Huw Morgan</text:p></table:table-cell><table:table-cell><text:p>Health</text:p></table:table-cell></table:table-row></table:table>"
        ),
        f"{PROSE} Name Agency Huw Morgan Health {MORE}",
    )
)
document("odt: a letterhead")(
    lambda: (
        odt(
            "",
            {
                **_THUMBNAIL,
                "Pictures/logo.png": png(NOISE),
                "styles.xml": odt_styles(
                    "<style:master-page><style:header><text:p><draw:frame><draw:image/></draw:frame>Rivertown Council</text:p></style:header><style:footer><text:p>Page one</text:p></style:footer></style:master-page>"
                ),
            },
        ),
        f"Rivertown Council {PROSE} {MORE} Page one",
    )
)
document("odt: notes and sections")(
    lambda: (
        odt(
            "<text:section><text:p>She said<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>To her tutor.</text:p></text:note-body></text:note> so.</text:p></text:section>"
        ),
        f"{PROSE} She said so. To her tutor. {MORE}",
    )
)

# ---- RTF -------------------------------------------------------------------------------------------------------------

document("rtf: WordPad")(
    lambda: (
        rb"{\rtf1\ansi\ansicpg1252\deff0\nouicompat\deflang2057{\fonttbl{\f0\fnil\fcharset0 Calibri;}}"
        + b"\r\n"
        + rb"{\*\generator Riched20 10.0.19041}\viewkind4\uc1 "
        + b"\r\n"
        + rb"\pard\sa200\sl276\slmult1\f0\fs22\lang9 "
        + PROSE.encode()
        + rb"\par"
        + b"\r\n"
        + rb"Si\'e2n said \ldblquote no\rdblquote  \endash  twice.\par}"
        + b"\r\n\0",
        f"{PROSE} Siân said “no” – twice.",
    )
)
document("rtf: Word")(
    lambda: (
        rtf(
            r"\pard\plain\s1\b\fs32 What was agreed\par\pard\plain {\listtext\pard\plain \'b7\tab}\ls1\ilvl0 Both children are seen.\par {\listtext\pard\plain 2.\tab}\ls2 A visit.\par\pard ",
            head=rb"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}}{\*\themedata 504b0304}{\info{\title Minutes}{\author Amira Khan}}{\*\rsidtbl\rsid12}",
        ),
        f"{PROSE} What was agreed Both children are seen. 2. A visit. {MORE}",
    )
)
document("rtf: a table")(
    lambda: (
        rtf(
            r"\trowd\cellx2000\cellx4000\pard\intbl Name\cell Agency\cell\row\trowd\cellx2000\cellx4000\pard\intbl Ben Okafor\cell Police\cell\row\pard "
        ),
        f"{PROSE} Name Agency Ben Okafor Police {MORE}",
    )
)
document("rtf: a header and a note")(
    lambda: (
        rtf(
            r"{\header\pard Rivertown Council\par}She said so{\footnote\pard To her tutor.\par}.\par{\footer\pard Page one\par}"
        ),
        f"Rivertown Council {PROSE} She said so. {MORE} To her tutor. Page one",
    )
)
document("rtf: Polish in its own code page")(
    lambda: (rtf(rb"\f1 \'a3ucja \'afak, \'9fr\'f3d\'b3o\f0 "), f"{PROSE} Łucja Żak, źródło {MORE}")
)
document("rtf: a picture and an object")(
    lambda: (
        rtf(
            "{\\*\\shppict{\\pict\\pngblip "
            + png(NOISE).hex()
            + "}}{\\nonshppict{\\pict "
            + NOISE.hex()
            + "}}Beside it."
        ),
        f"{PROSE} Beside it. {MORE}",
    )
)

# ---- e-mail ----------------------------------------------------------------------------------------------------------

OUTLOOK: Final = f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {{margin:0cm}} --></style><!--[if gte mso 9]><xml><o:x/></xml><![endif]--></head><body lang="EN-GB"><div class="WordSection1"><p class="MsoNormal">{PROSE}<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><p class="MsoNormal"><b>From:</b> Amira Khan<br><b>Sent:</b> 2 March 2026 09:12</p></div><p class="MsoNormal">{MORE}</p><table class="MsoNormalTable"><tr><td><p>Name</p></td><td><p>Agency</p></td></tr><tr><td><p>Ines Duarte</p></td><td><p>School</p></td></tr></table><img src="cid:image001.png@01D"></div></body></html>'
_OUTLOOK_SAYS: Final = f"{PROSE} From: Amira Khan Sent: 2 March 2026 09:12 {MORE} Name Agency Ines Duarte School"


def message(plain: str, page: str = "", *, attach: bool = False, **headers: str) -> bytes:
    """An e-mail as the standard library writes one."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Amira Khan <a.khan@example.org>", "desk@example.org", "Visit"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(plain)
    if page:
        made.add_alternative(page, subtype="html")
    if attach:
        made.add_attachment(png(NOISE), maintype="image", subtype="png", filename="logo.png")
    return made.as_bytes()


_FROM: Final = "From: Amira Khan <a.khan@example.org> To: desk@example.org Subject: Visit"
document("mail: Outlook")(
    lambda: (message(PROSE, OUTLOOK, attach=True, Message_ID="<1@example.org>"), f"{_FROM} {_OUTLOOK_SAYS}")
)
document("mail: Gmail")(
    lambda: (
        message(
            PROSE,
            f'<div dir="ltr"><div>{PROSE}</div><div><br></div><ul><li>one thing</li><li>another</li></ul></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, 2 Mar 2026 at 09:12, Ben wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">{MORE}<blockquote>Deeper.</blockquote></blockquote></div>',
        ),
        f"{_FROM} {PROSE} one thing another On Mon, 2 Mar 2026 at 09:12, Ben wrote: {MORE} Deeper.",
    )
)
document("mail: Apple Mail")(
    lambda: (
        message(
            PROSE,
            f'<html><body style="word-wrap: break-word;"><div>{PROSE}</div><br class="Apple-interchange-newline"><div><span style="font-size: 14px;">{MORE}</span></div></body></html>',
            attach=True,
        ),
        f"{_FROM} {PROSE} {MORE}",
    )
)
document("mail: flowed")(
    lambda: (
        mail(
            (
                b"She told her form tutor on Tuesday that \r\nsomebody had written. \r\nNothing more.\r\n\r\n> When did she \r\n> say so?\r\n>> On Monday.\r\n\r\n-- \r\nAmira Khan\r\n"
            ),
            "text/plain; charset=utf-8; format=flowed",
        ),
        "From: Siân Rees <s.rees@example.org> To: desk@example.org Date: Tue, 3 Mar 2026 09:30:00 +0000 Subject: Visit on Thursday She told her form tutor on Tuesday that somebody had written. Nothing more. When did she say so? On Monday. -- Amira Khan",
    )
)
_VISIT: Final = "From: Siân Rees <s.rees@example.org> To: desk@example.org Date: Tue, 3 Mar 2026 09:30:00 +0000 Subject: Visit on Thursday"
document("mail: quoted-printable in Latin-1")(
    lambda: (
        mail(
            quopri.encodestring("Siân’s café – she said £5.".encode("cp1252")),
            "text/plain; charset=windows-1252",
            "quoted-printable",
        ),
        f"{_VISIT} Siân’s café – she said £5.",
    )
)
document("mail: base64 in UTF-8")(
    lambda: (
        mail(base64.encodebytes(LANGUAGES["Polish"].encode()), "text/plain; charset=utf-8", "base64"),
        f"{_VISIT} {LANGUAGES['Polish']}",
    )
)
document("mail: only a page")(lambda: (mail(OUTLOOK.encode(), "text/html; charset=utf-8"), f"{_VISIT} {_OUTLOOK_SAYS}"))
document("mail: signed")(
    lambda: (
        letter(
            ("Content-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64", NOISE), kind="signed"
        ),
        f"{_VISIT} {PROSE} {MORE}",
    )
)
document("mail: a chain of replies")(
    lambda: (
        mail("\r\n\r\n".join(f"{'>' * depth} {PROSE}" for depth in range(6)).encode()),
        f"{_VISIT} " + " ".join([PROSE] * 6),
    )
)
document("mail: headers in other scripts")(
    lambda: (
        message(PROSE, Cc="Łucja Żak <l.zak@example.org>, 王芳 <f@example.org>"),
        f"{_FROM.removesuffix(' Subject: Visit')} Cc: Łucja Żak <l.zak@example.org>, 王芳 <f@example.org> Subject: Visit {PROSE}",
    )
)
document("mail: a newsletter of tables")(
    lambda: (
        mail(
            f"<table><tr><td><table><tr><td><h1>Training</h1><p>{PROSE}</p></td></tr></table></td></tr><tr><td style='display:none'>hidden</td><td>{MORE}</td></tr></table>".encode(),
            "text/html; charset=utf-8",
        ),
        f"{_VISIT} Training {PROSE} {MORE}",
    )
)

_LINK: Final = (
    "https://eur01.safelinks.protection.example.org/?url=https%3A%2F%2Fexample.org%2Fa&data=05%7C02%7C" + "Xy7Q" * 90
)
document("mail: links that a mail program made long")(
    lambda: (
        mail(f"{PROSE} {_LINK} and <{_LINK}> {MORE}".encode()),
        f"{_VISIT} {PROSE} {_LINK} and <{_LINK}> {MORE}",
    )
)
document("mail: a subject that is encoded wrongly")(
    lambda: (
        mail(PROSE.encode()).replace(b"Visit on Thursday", b"=?utf-8?b?a?= Visit"),
        f"{_VISIT.replace('Visit on Thursday', '=?utf-8?b?a?= Visit')} {PROSE}",
    )
)

# ---- plain text ------------------------------------------------------------------------------------------------------

_NOTES: Final = (
    f"Visit, 3 March\r\n==============\r\n\r\n{PROSE}\r\n\r\n- seen alone\r\n- seen with her sister\r\n\r\n{MORE}\r\n"
)
_NOTES_SAY: Final = f"Visit, 3 March ============== {PROSE} seen alone seen with her sister {MORE}"
document("text: notes")(lambda: (_NOTES.encode(), _NOTES_SAY))
document("text: with a mark of UTF-8")(lambda: (b"\xef\xbb\xbf" + _NOTES.encode(), _NOTES_SAY))
document("text: UTF-16")(lambda: (_NOTES.encode("utf-16"), _NOTES_SAY))
document("text: UTF-16 the other way, no mark")(lambda: (_NOTES.encode("utf-16-be"), _NOTES_SAY))
document("text: Windows-1252")(lambda: ("Siân’s café – £5, she said.".encode("cp1252"), "Siân’s café – £5, she said."))
document("text: begins with letters that begin a format")(
    lambda: (
        b"MZ is what he calls himself. FORM 3 was filled in.",
        "MZ is what he calls himself. FORM 3 was filled in.",
    )
)
document("text: begins like a picture of letters")(
    lambda: (f"P3 pupils were asked. {PROSE}".encode(), f"P3 pupils were asked. {PROSE}")
)

# ---- PDF by hand and by ReportLab ------------------------------------------------------------------------------------

document("pdf: by hand")(lambda: (pdf(), PROSE))
document("pdf: a scan with a layer of words")(
    lambda: (
        pdf(
            b"q 595 0 0 842 0 0 cm /I Do Q BT 3 Tr /F1 11 Tf 50 300 Td (Seen on Monday) Tj ET",
            [
                stream(
                    NOISE,
                    b"/Type /XObject /Subtype /Image /Width 40 /Height 25 /ColorSpace /DeviceRGB /BitsPerComponent 8",
                )
            ],
            resources=b"/XObject << /I 6 0 R >>",
        ),
        f"{PROSE} Seen on Monday",
    )
)


def _reportlab(*, columns: int = 1, picture: bool = False, table: bool = False) -> tuple[bytes, str]:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import BaseDocTemplate, Frame, Image, PageTemplate, Paragraph, Table

    out, styles = io.BytesIO(), getSampleStyleSheet()
    made = BaseDocTemplate(out, pagesize=(595, 842))
    width = 495 / columns
    made.addPageTemplates(PageTemplate(frames=[Frame(50 + width * n, 50, width, 742) for n in range(columns)]))
    parts, said = [Paragraph("Minutes", styles["Title"])], ["Minutes"]
    for _ in range(8 * columns):
        parts += [Paragraph(PROSE, styles["BodyText"]), Paragraph(MORE, styles["BodyText"])]
        said += [PROSE, MORE]
    if picture:
        parts.append(Image(io.BytesIO(png(NOISE)), 100, 60))
    if table:
        parts.append(Table([["Name", "Agency"], ["Jamal Aziz", "Health"]]))
        said.append("Name Agency Jamal Aziz Health")
    made.build(parts)
    return out.getvalue(), " ".join(said)


document("pdf: ReportLab")(_reportlab)
document("pdf: ReportLab, two columns")(lambda: _reportlab(columns=2))
document("pdf: ReportLab, a picture")(lambda: _reportlab(picture=True))
document("pdf: ReportLab, a table")(lambda: _reportlab(table=True))


# ---- PDF by Typst ----------------------------------------------------------------------------------------------------


def _typst(source: str) -> bytes:
    import typst

    made = typst.compile(source.encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


_TYPST_MINUTES: Final = f"= Strategy discussion\n\n{PROSE}\n\n== Agreed\n\n- Both children are seen\n- Nobody speaks to the uncle\n\n#table(columns: 2, [Name], [Agency], [Chloe Price], [Police])\n\n{MORE}\n"
document("pdf: Typst, minutes")(
    lambda: (
        _typst(_TYPST_MINUTES),
        f"Strategy discussion {PROSE} Agreed Both children are seen Nobody speaks to the uncle Name Agency Chloe Price Police {MORE}",
    )
)
document("pdf: Typst, two columns")(
    lambda: (
        _typst(f"#set page(columns: 2)\n#set par(justify: true)\n{PROSE}\n\n{MORE}\n\n{PROSE}"),
        f"{PROSE} {MORE} {PROSE}",
    )
)
document("pdf: Typst, Welsh")(lambda: (_typst(LANGUAGES["Welsh"]), LANGUAGES["Welsh"]))
document("pdf: Typst, Polish")(lambda: (_typst(LANGUAGES["Polish"]), LANGUAGES["Polish"]))
document("pdf: Typst, Vietnamese")(lambda: (_typst(LANGUAGES["Vietnamese"]), LANGUAGES["Vietnamese"]))
document("pdf: Typst, headers on each page")(
    lambda: (
        _typst(f"#set page(header: [Rivertown Council], height: 12cm)\n{PROSE}\n\n#pagebreak()\n{MORE}"),
        f"Rivertown Council {PROSE} Rivertown Council {MORE}",
    )
)


def in_noto(text: str) -> bytes:
    """A PDF of a text, in fonts that have its letters."""
    from importlib.util import find_spec

    import typst

    found = [find_spec(name) for name in ("manimgx_fonts", "manimgx_fonts_cjk")]
    folders = [place for spec in found if spec is not None for place in spec.submodule_search_locations or ()]
    source = f'#set text(font: ("Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC"))\n{text}'
    made = typst.compile(source.encode(), format="pdf", font_paths=folders)
    assert isinstance(made, bytes)
    return made


document("pdf: Typst, Chinese")(lambda: (in_noto(LANGUAGES["Chinese"]), LANGUAGES["Chinese"]))
document("pdf: Typst, Russian")(lambda: (in_noto(LANGUAGES["Russian"]), LANGUAGES["Russian"]))


@cache
def by_hand() -> dict[str, bytes]:
    """Those that take no time to make, for insertions."""
    return {
        name: make()[0] for name, make in DOCUMENTS.items() if not name.startswith("pdf: T") and "report" not in name
    }
