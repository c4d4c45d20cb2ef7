"""The control words of RTF: what stands for a character, what is passed by, what is left out."""

from __future__ import annotations

from typing import Final

from fingerpost.gate.blocks import Left

CHARACTERS: Final = {
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "tab": " ", "emspace": " ", "enspace": " ", "qmspace": " ", "line": "\n", "lbr": "\n", "softline": "\n",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}  # fmt: skip
SKIPPED: Final = frozenset(
    """
    fonttbl colortbl stylesheet info filetbl listtable listoverridetable revtbl rsidtbl generator themedata
    datastore colorschememapping latentstyles xmlnstbl mmathPr fldinst bkmkstart bkmkend pntxta pntxtb pnseclvl
    userprops docvar template private ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn atnid atnauthor atntime atndate
    atnref atrfstart atrfend atnparent nonshppict sp shpinst_ blipuid picprop objclass objname objalias objsect
    objtime passwordhash protusertbl wgrffmtfilter defchp defpap listname liststyle levelnumbers leveltext fchars
    lchars xe tc rxe tcn pgdsctbl xmlname xmlattrname xmlattrvalue xmlopen panose falt fname fontemb fontfile
    background
    """.split()
)
LEFT: Final = {
    "pict": Left.PICTURE, "objdata": Left.OBJECT, "annotation": Left.COMMENT, "formfield": Left.FORM, "shppict": None,
}  # fmt: skip
KEPT: Final = frozenset(
    """
    footnote shppict shpinst shptxt fldrslt result pntext listtext upr ud shp nesttableprops
    """.split()
)
"""Groups that are marked as one may skip them (\\*), and hold words, or what holds them."""
AROUND: Final = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), 0),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), 2),
    "footnote": 1,
}
CHARSETS: Final = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
