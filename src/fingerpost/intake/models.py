"""What came in from outside, and what must not: rows that are added and stay as they are."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fingerpost.casework.models.steps import CaseworkRow, CaseworkStep
from fingerpost.intake.block_text import texts
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf


class DocumentKind(models.TextChoices):
    """What a document is."""

    LETTER = "letter", "Letter"
    REPORT = "report", "Report"
    MINUTES = "minutes", "Minutes"
    EMAIL = "email", "E-mail"
    OTHER = "other", "Another document"


class FileFormat(models.TextChoices):
    """What a document came as, by the gate's names."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    ODT = "odt", "ODT"
    RTF = "rtf", "RTF"
    MAIL = "mail", "E-mail"
    PAGE = "page", "Page of the web"
    TEXT = "text", "Plain text"


class TakenIn(CaseworkRow):
    """The words of a document, as somebody read and confirmed them. The file was never kept.

    `words` is as `block_text.encoded` writes it. `left_out`: what the gate left out, in a sentence; `omitted`: how many
    parts the person who took it in left out. `note` is theirs, and not from the document.
    """

    kind = OneOf(max_length=10, choices=DocumentKind, editable=False)
    format = OneOf(max_length=5, choices=FileFormat, editable=False)
    sender = SecretText()
    dated = models.DateField(editable=False)
    words = SecretText(holds=texts)
    left_out = SecretText(null=True)
    omitted = models.PositiveIntegerField(default=0, editable=False)
    note = SecretText(null=True)

    class Meta:
        verbose_name = "document taken in"
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"taken in {self.pk}"


class HeldKind(models.TextChoices):
    """What somebody holds that is not sent here. Nothing else is ever said of imagery."""

    IMAGERY = "imagery", "Imagery that may be illegal"
    BULLYING = "bullying", "Screenshots of bullying, without sexual imagery"
    RECORDING = "recording", "A recording of what was said"
    OTHER = "other", "A document, a device or something else"


class HeldElsewhere(CaseworkRow):
    """Who holds what must not be sent, or cannot be: on which device, where, and with which reference of the police."""

    kind = OneOf(max_length=10, choices=HeldKind, editable=False)
    holder = SecretText()
    device = SecretText(null=True)
    place = SecretText(null=True, help_text="where it is kept")
    reference = SecretText(null=True)
    told = SecretText(null=True, help_text="who it was reported to")

    class Meta:
        verbose_name = "holder of what is not sent"
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"held {self.pk}"


class LinkKind(models.TextChoices):
    """What is suspected behind a link."""

    IMAGERY = "imagery", "Sexual imagery of a child"
    TERRORISM = "terrorism", "Terrorist material"
    OTHER = "other", "Something else that breaks the law, or a platform’s rules"


class ReportedTo(models.TextChoices):
    """Where a link can be reported."""

    POLICE = "police", "The police"
    IWF = "iwf", "Internet Watch Foundation"
    CEOP = "ceop", "CEOP"
    NATIONAL_PAGE = "national_page", "The national page for terrorist material"
    PLATFORM = "platform", "The platform"
    OTHER = "other", "Somebody else"


class SuspectedLink(CaseworkRow):
    """That somebody says where suspected material is, and of which kind: for everybody who sees that part."""

    kind = OneOf(max_length=10, choices=LinkKind, editable=False)

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"link {self.pk}"


class LinkAddress(CaseworkRow):
    """Where a suspected link leads, defanged (`record.defang`), and how somebody came to know of it.

    Beside the part that it is in, `guard_additions` says who may read it: those who have to report it.
    """

    link = models.ForeignKey(SuspectedLink, models.PROTECT, related_name="+", editable=False)
    address = SecretText()
    text = SecretText(null=True, help_text="how somebody came to know of it")

    class Meta:
        verbose_name = "address of a link"
        verbose_name_plural = "addresses of links"
        ordering: ClassVar = ["recorded_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern", "compartment", "link"], name="a_link_has_one_address"),
        ]

    def __str__(self) -> str:
        return f"address {self.pk}"


class LinkReport(CaseworkStep):
    """That a link was reported: who reported it in their own name (4-not-anonymous), who to, with which reference."""

    link = models.ForeignKey(SuspectedLink, models.PROTECT, related_name="+", editable=False)
    to = OneOf(max_length=20, choices=ReportedTo, editable=False)
    who = SecretText(help_text="in whose name")
    reference = SecretText(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern", "compartment", "link", "number"], name="link_report_number"),
        ]

    def __str__(self) -> str:
        return f"report {self.number} of {self.link_id}"
