# ruff: noqa: E501
"""What the documents in this folder say: the source of each, and of the words that are expected. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wording.ordinary import LANGUAGES


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph; `lines` that are parted, or one. Perhaps with a note, a comment, a change, a link."""

    lines: tuple[str, ...]
    note: str = ""
    comment: str = ""
    deleted: str = ""
    inserted: str = ""
    link: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Items:
    """Items of a list, each with its level."""

    items: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Rows:
    rows: tuple[tuple[object, ...], ...]  # a cell is a text or `Rows`


@dataclass(frozen=True)
class Box:
    text: str


Block = Heading | Text | Items | Rows | Box


@dataclass(frozen=True)
class Source:
    blocks: tuple[Block, ...]
    header: str = ""
    footer: str = ""
    logo: bool = False
    language: str = "en"


def text(*lines: str, **more: str) -> Text:
    return Text(lines, **more)  # type: ignore[arg-type]


_A: Final = "The school was told on Monday that he had not come home from football, and rang his mother at once."
_B: Final = "Attendance is now 87.5% (previous term: 91.2%), with 14 sessions of unauthorised absence and 3 late marks."
_C: Final = "He said (in his own words): “I don’t like it when they shout. I go to my room.” He was calm and well."

# By language: a heading, a paragraph, two items, a close.
_LETTERS: Final = {
    "Welsh": ("cy", "Llythyr at rieni", "Mae eich merch yn ddiogel. Dewch i’r ysgol ddydd Mawrth am naw o’r gloch. Ŵyr neb pŵy sy’n gyfrifol.", "beth a ddywedwyd", "beth a gytunwyd", "Yn gywir"),
    "Polish": ("pl", "List do rodziców", "Państwa córka jest bezpieczna. Prosimy przyjść do szkoły we wtorek o dziewiątej i zabrać jej leki.", "co powiedziano", "co uzgodniono", "Z poważaniem"),
    "Ukrainian": ("uk", "Лист до батьків", "Ваша донька в безпеці. Будь ласка, прийдіть до школи у вівторок о дев’ятій годині. Ґанок, їжак, подвір’я.", "що було сказано", "про що домовилися", "З повагою"),
    "Vietnamese": ("vi", "Thư gửi phụ huynh", "Con gái của ông bà được an toàn. Xin mời ông bà đến trường vào thứ Ba lúc chín giờ.", "những gì đã nói", "những gì đã thống nhất", "Trân trọng"),
    "Arabic": ("ar", "رسالة إلى الوالدين", "ابنتكم في أمان. نرجو الحضور إلى المدرسة يوم الثلاثاء الساعة التاسعة صباحًا، وإحضار أدويتها معكم.", "ما قيل", "ما تم الاتفاق عليه", "مع أطيب التحيات"),
    "Urdu": ("ur", "والدین کے نام خط", "آپ کی بیٹی محفوظ ہے۔ براہ کرم منگل کو صبح نو بجے اسکول آئیں اور اس کی دوائیں ساتھ لائیں۔", "کیا کہا گیا", "کیا طے ہوا", "آپ کی مخلص"),
    "Hindi": ("hi", "माता-पिता के नाम पत्र", "आपकी बेटी सुरक्षित है। कृपया मंगलवार को सुबह नौ बजे स्कूल आएँ और उसकी दवाइयाँ साथ लाएँ।", "क्या कहा गया", "क्या तय हुआ", "सादर"),
    "Bengali": ("bn", "অভিভাবকদের কাছে চিঠি", "আপনার মেয়ে নিরাপদে আছে। অনুগ্রহ করে মঙ্গলবার সকাল নয়টায় স্কুলে আসুন এবং তার ওষুধ সঙ্গে আনুন।", "কী বলা হয়েছে", "কী ঠিক হয়েছে", "শুভেচ্ছান্তে"),
    "Punjabi": ("pa", "ਮਾਪਿਆਂ ਨੂੰ ਚਿੱਠੀ", "ਤੁਹਾਡੀ ਧੀ ਸੁਰੱਖਿਅਤ ਹੈ। ਕਿਰਪਾ ਕਰਕੇ ਮੰਗਲਵਾਰ ਨੂੰ ਸਵੇਰੇ ਨੌਂ ਵਜੇ ਸਕੂਲ ਆਓ ਅਤੇ ਉਸ ਦੀ ਦਵਾਈ ਨਾਲ ਲਿਆਓ।", "ਕੀ ਕਿਹਾ ਗਿਆ", "ਕੀ ਤੈਅ ਹੋਇਆ", "ਸ਼ੁਭ ਇੱਛਾਵਾਂ ਨਾਲ"),
    "Thai": ("th", "จดหมายถึงผู้ปกครอง", "ลูกสาวของท่านปลอดภัยดี กรุณามาที่โรงเรียนในวันอังคารเวลาเก้าโมงเช้า และนำยาของเธอมาด้วย", "สิ่งที่พูด", "สิ่งที่ตกลงกัน", "ขอแสดงความนับถือ"),
    "Tigrinya": ("ti", "ደብዳቤ ንወለዲ", "ጓልኩም ብድሓን ኣላ። በጃኹም ሰሉስ ሰዓት ትሽዓተ ናብ ቤት ትምህርቲ ምጹ፣ መድሓኒታ ድማ ሒዝኩም ምጹ።", "እንታይ ተባሂሉ", "እንታይ ተሰማሚዕና", "ምስ ሰላምታ"),
}  # fmt: skip

SOURCES: Final[dict[str, Source]] = {
    "letter": Source(
        (
            text("Mill Lane, Rivertown RV4 2QT", "Tel: 01632 960 144 | Fax: 01632 960 145", "office@hillside.example.org"),
            text("Our ref: HPS/DSL/2026/0117"),
            text("3 March 2026"),
            text("Mr D. Nowak", "Flat 2, 17 Station Road", "Rivertown", "RV1 9ZZ"),
            text("Dear Mr Nowak,"),
            text("Re: Aleksander (Year 4) – meeting on 12 March at 3.45 p.m."),
            text(f"{_A} {_B} {_C}"),
            text(f"{_B} The affluent office’s first official affidavit was difficult and efficient."),
            text("Yours sincerely,"),
            text("Gwen Rees", "Deputy Head & Designated Safeguarding Lead"),
        ),
        header="Hillside Primary School — Learning together",
        footer="Headteacher: Mrs E. Mensah · Registered charity 1000000",
        logo=True,
    ),
    "minutes": Source(
        (
            Heading(1, "Minutes of the strategy discussion"),
            text("Held on Thursday 5 March 2026, 10:30–11:25, by Teams"),
            Heading(2, "Present"),
            Rows((("Name", "Agency"), ("Dawid Nowak", "Police"), ("Efua Mensah", "Health"), ("Zoë Müller-Hart", "Education"))),
            Heading(2, "Actions"),
            Rows(
                (
                    ("No.", "Action", "By whom", "By when", "Done?"),
                    ("1", "See both children alone, at home", "Amira Khan", "06/03/2026", "☒"),
                    ("2", "Ring Dr P. Raman on 01632 960123 about co-operation and self-harm", "Efua Mensah", "09/03/2026", "☐"),
                    ("3", _C, "Ben Okafor", "10/03/2026", "☐"),
                )
            ),
            Heading(2, "Agreed"),
            Items(((1, "Nobody speaks to the uncle"), (1, "Both children are seen"), (2, "at home"), (2, "with their mother out of the room"), (1, "The next meeting is on 19 March"))),
        ),
        footer="OFFICIAL – SENSITIVE",
    ),
    "referral": Source(
        (
            Heading(1, "Multi-agency referral form"),
            Rows(
                (
                    ("Name of child", "Aleksander Nowak"),
                    ("Date of birth / EDD", "11/06/2017"),
                    ("NHS number", "943 476 5919"),
                    ("UPN", "A123456789012"),
                    ("Gender", "☒ Male ☐ Female ☐ Other ☐ Not known"),
                    ("Consent given?", "☒ Yes ☐ No – if no, say why:"),
                    ("Parents", Rows((("Mother", "Kasia Wójcik"), ("Father", "Dawid Nowak"), ("Phone", "07700 900123")))),
                )
            ),
            text("Type of concern (tick all that apply):"),
            text("☐ Physical", "☒ Emotional", "☐ Sexual", "☒ Neglect"),
            text("[X] I have told the family"),
            text("Crime reference RV/42131/26, URN 45AB1234526, s.47(1)(b) Children Act 1989"),
        ),
    ),
    "report": Source(
        (
            Heading(1, "Report to the family court"),
            text(f"1.1 {_A}"),
            text("1.2 The mother’s account has changed", note="See the statement of 3 January 2026, paragraph 14."),
            text("1.3 The father denies this", note="Police interview, 9 January 2026; exhibit DN/1."),
            text(f"1.4 {_B} {_C}"),
            Heading(2, "Analysis"),
            text("Read ", link=("Working Together", "https://www.example.org/working-together-to-safeguard-children")),
            text(f"(a) that she was there; (b) that she heard it; and (c) that she wrote it down. {_A}"),
        ),
        header="IN THE FAMILY COURT AT RIVERTOWN",
        footer="Case No: RV26C00123",
    ),
    "plan": Source(
        (
            Heading(1, "Draft plan"),
            Text(("The next visit is on ",), deleted="Monday", inserted="Tuesday"),
            text("He will live with his grandmother.", comment="Has she agreed? GR"),
            Box("Helpline 0800 000 0000, open day and night"),
            text(_B),
        )
    ),
    "statistics": Source(
        (
            Heading(1, "Children in need by ward"),
            Rows(
                (
                    ("Ward", *(str(year) for year in range(2018, 2026))),
                    *((ward, *(str(40 + (n * 37 + year * 13) % 260) for year in range(8))) for n, ward in enumerate(
                        ["Abbey", "Bank", "Castle", "Docks", "East", "Field", "Green", "Hill", "Iron", "Kings", "Lake", "North"])),
                )
            ),
        )
    ),
    **{
        f"letter-{name.lower()}": Source(
            (
                Heading(1, heading),
                text(f"{LANGUAGES[name]} {paragraph}"),
                Items(((1, one), (1, other))),
                text(close),
            ),
            language=code,
        )
        for name, (code, heading, paragraph, one, other, close) in _LETTERS.items()
    },
}  # fmt: skip
