"""A PDF that only its password opens: AES-256 (revision 6 of the standard handler), its metadata encrypted too.

It stays what it was inside: tagged, with its language and title. It can be read aloud: of the
permissions, which any reader may ignore, the one for accessibility is set (ISO 14289-1, 7.16). The file says of itself
PDF 1.7 with the extension that brought this encryption, since PDF/UA-1 rests on 1.7; PDF 2.0 has it unchanged.
"""

from __future__ import annotations

import secrets
from io import BytesIO
from typing import Final

from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions as May
from pypdf.generic import DictionaryObject, NameObject, NumberObject

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another when they are read out or written down."""
_GROUPS, _EACH = 5, 4
_WORDS: Final = (
    "alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo"
    " sierra tango uniform victor whiskey x-ray yankee zulu"
)
_SAID: Final = {word[0]: word for word in _WORDS.split()}
_UNSET: Final = May.MODIFY | May.ADD_OR_MODIFY | May.FILL_FORM_FIELDS | May.ASSEMBLE_DOC | May.R1 | May.R2


def new_password() -> str:
    """Return a new password to be read out on a telephone, as `k7px-…`: 99 bits of chance."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_EACH)) for _ in range(_GROUPS))
    return "-".join(groups)


def spoken(password: str) -> list[tuple[str, str]]:
    """Return each group of a password, and how it is said on a telephone: `("k7px", "kilo, 7, papa, x-ray")`."""
    return [(group, ", ".join(_SAID.get(sign, sign) for sign in group)) for group in password.split("-")]


def protect(content: bytes, password: str) -> bytes:
    """Return the PDF encrypted. A second password, which would lift the permissions, is made and thrown away."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.pdf_header = "%PDF-1.7"
    writer.root_object[NameObject("/Extensions")] = DictionaryObject(
        {
            NameObject("/ADBE"): DictionaryObject(
                {NameObject("/BaseVersion"): NameObject("/1.7"), NameObject("/ExtensionLevel"): NumberObject(8)}
            )
        }
    )
    writer.encrypt(
        password,
        owner_password=secrets.token_urlsafe(32),
        permissions_flag=May.all() & ~_UNSET,
        algorithm="AES-256",
    )
    into = BytesIO()
    writer.write(into)
    return into.getvalue()
