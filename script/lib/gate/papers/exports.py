# ruff: noqa: E501
"""What phones, accounts and the police's tools put out: chats, calls, devices, sign-ins, hashes, addresses of the web."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta
from random import Random

from papers.blocks import Paper, dice
from papers.sayings import CHAT, EMOJI, FIRST, LAST

START = datetime(2026, 9, 3, 7, 12, 41)  # noqa: DTZ001 - what a phone shows has no zone


def times(chance: Random, longest: int) -> list[datetime]:
    """Return moments that follow one another as messages do."""
    at, out = START, []
    for _ in range(longest):
        at += timedelta(seconds=int(chance.expovariate(1 / 700)) + 2)
        out.append(at)
    return out


def mobile(chance: Random) -> str:
    """Return a number that Ofcom keeps for drama."""
    return f"07700 900{chance.randrange(1000):03d}"


def said(chance: Random) -> str:
    """Return a message, or two in one, now and then with emoji."""
    text = chance.choice(CHAT)
    if chance.random() < 0.3:
        text += " " + chance.choice(CHAT)
    if chance.random() < 0.25:
        text += " " + "".join(chance.choice(EMOJI) for _ in range(chance.randrange(1, 5)))
    return text


def whatsapp(lines: int, phone: str) -> Paper:
    """A chat that WhatsApp exported, on Android or an iPhone."""
    paper, chance = Paper(f"whatsapp-{phone}-{lines}"), dice(f"whatsapp {phone} {lines}")
    people = ["Jas 💜", "Mum", "~ Kofi", "+44 7700 900471"]
    how = "%d/%m/%Y, %H:%M - " if phone == "android" else "[%d/%m/%Y, %H:%M:%S] "
    paper.text(
        f"{START.strftime(how)}Messages and calls are end-to-end encrypted. Only people in this chat can read them."
    )
    for at in times(chance, lines - 1):
        who = chance.choice(people)
        text = said(chance) if chance.random() > 0.06 else chance.choice(
            ["<Media omitted>", "This message was deleted", "Missed voice call", "IMG-20260903-WA0014.jpg (file attached)"]
        )  # fmt: skip
        paper.text(f"{at.strftime(how)}{who}: {text}")
    return paper


def emoji_heavy(lines: int) -> Paper:
    """A chat that is mostly emoji."""
    paper, chance = Paper(f"emoji-{lines}"), dice(f"emoji {lines}")
    for at in times(chance, lines):
        many = "".join(chance.choice(EMOJI) for _ in range(chance.randrange(1, 9)))
        paper.text(f"[{at:%d/%m/%Y, %H:%M:%S}] {chance.choice(['Jas', 'Kofi'])}: {many}")
    return paper


def imessage(lines: int) -> Paper:
    """A transcript of iMessage as a tool of the police prints it: a table."""
    paper, chance = Paper(f"imessage-{lines}"), dice(f"imessage {lines}")
    paper.heading("Messages: iMessage / SMS")
    rows = [["#", "Date & time", "From", "To", "Message", "Status"]]
    for number, at in enumerate(times(chance, lines), 1):
        pair = [mobile(chance), "Owner"]
        chance.shuffle(pair)
        rows.append(
            [f"{number}", f"{at:%d/%m/%Y %H:%M:%S}(UTC+1)", *pair, said(chance), chance.choice(["Read", "Sent"])]
        )
    paper.table(rows)
    return paper


def discord(lines: int) -> Paper:
    """A channel of Discord as CSV."""
    paper, chance = Paper(f"discord-{lines}"), dice(f"discord {lines}")
    ids = {name: str(chance.randrange(10**17, 10**18)) for name in ("moonfox#4411", "k0fi_", "xX_shadow_Xx", "jasss.")}
    rows = [["AuthorID", "Author", "Date", "Content", "Attachments", "Reactions"]]
    for at in times(chance, lines):
        who = chance.choice(list(ids))
        has = chance.random() < 0.1
        link = f"https://cdn.discordapp.com/attachments/{chance.randrange(10**17, 10**18)}/{chance.randrange(10**17, 10**18)}/image0.png?ex={chance.randrange(16**8):x}&is={chance.randrange(16**8):x}&hm={hashlib.sha256(at.isoformat().encode()).hexdigest()}"
        rows.append([ids[who], who, f"{at.isoformat()}.{chance.randrange(10**6):06d}+01:00", said(chance),
                     link if has else "", f"{chance.choice(EMOJI)} ({chance.randrange(1, 9)})"])  # fmt: skip
    paper.table(rows)
    return paper


def snapchat(lines: int, form: str) -> Paper:
    """Snapchat's "My Data" of chats: as text, or as a table."""
    paper, chance = Paper(f"snapchat-{form}-{lines}"), dice(f"snapchat {form} {lines}")
    rows = [["From", "Media Type", "Created", "Content", "Conversation Title", "IsSender", "Created(microseconds)"]]
    for at in times(chance, lines):
        who, kind = (
            chance.choice(["kofi_2k12", "jas.xoxo", "shadow_lad03"]),
            chance.choice(["TEXT", "TEXT", "TEXT", "MEDIA"]),
        )
        text = said(chance) if kind == "TEXT" else "-"
        if form == "text":
            paper.text(f"{who} | {kind} | {at:%Y-%m-%d %H:%M:%S} UTC", f"  {text}")
        else:
            rows.append(
                [
                    who,
                    kind,
                    f"{at:%Y-%m-%d %H:%M:%S} UTC",
                    text,
                    "the girlies 💅",
                    str(who[0] == "j"),
                    f"{int(at.timestamp() * 1e3)}",
                ]
            )
    if form == "table":
        paper.table(rows)
    return paper


def calls(rows: int) -> Paper:
    """A list of calls, each to another number."""
    paper, chance = Paper(f"calls-{rows}"), dice(f"calls {rows}")
    paper.heading("Call log, Samsung SM-A145R/DSN, exhibit KLE/3")
    table = [["No.", "Number", "Name", "Direction", "Start", "Duration"]]
    for number, at in enumerate(times(chance, rows), 1):
        name = chance.choice(["Mum", "Kofi", "Unknown", "", "Taxi 24/7"])
        table.append([f"{number}", mobile(chance) if chance.random() < 0.8 else f"+44{chance.randrange(10**9, 10**10)}", name,
                      chance.choice(["Outgoing", "Incoming", "Missed"]), f"{at:%d/%m/%Y %H:%M:%S}",
                      f"00:{chance.randrange(60):02d}:{chance.randrange(60):02d}"])  # fmt: skip
    paper.table(table)
    return paper


def devices(rows: int) -> Paper:
    """Devices with IMEI, serial number and bag."""
    paper, chance = Paper(f"devices-{rows}"), dice(f"devices {rows}")
    paper.heading("Devices seized under s.19 PACE")
    table = [["Exhibit", "Device", "IMEI / serial", "SIM (ICCID)", "Bag", "Seized by"]]
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
    for number in range(1, rows + 1):
        serial = "".join(chance.choice(letters) for _ in range(12))
        table.append([f"KLE/{number}", chance.choice(["iPhone 13", "Samsung A14", "HP laptop", "iPad (9th gen.)", "Nokia 105"]),
                      chance.choice([f"{chance.randrange(10**14, 10**15)}", serial]),
                      f"8944{chance.randrange(10**15, 10**16)}", f"M{chance.randrange(10**7, 10**8)}",
                      f"PC {chance.randrange(100, 9999)} {chance.choice(LAST)}"])  # fmt: skip
    paper.table(table)
    return paper


def sign_ins(rows: int, version: int) -> Paper:
    """Where an account was signed in from, each time another address."""
    paper, chance = Paper(f"signins-v{version}-{rows}"), dice(f"sign-ins {version} {rows}")
    paper.heading("IP activity of account jas.xoxo, all times UTC")
    for at in times(chance, rows):
        address = (
            ".".join(str(chance.randrange(1, 255)) for _ in range(4)) if version == 4
            else "2a02:c7c:" + ":".join(f"{chance.randrange(65536):x}" for _ in range(6))
        )  # fmt: skip
        paper.text(f"{at:%Y-%m-%d %H:%M:%S}  {chance.choice(['LOGIN', 'LOGIN', 'LOGOUT'])}  {address}  port {chance.randrange(1024, 65536)}"
                   + chance.choice(["", "  Chrome on Android", "  Snapchat 12.91 (iPhone14,5; iOS 18.1)"]))  # fmt: skip
    return paper


def hashes(rows: int, kind: str) -> Paper:
    """Files that the police name by their hashes."""
    paper, chance = Paper(f"hashes-{kind}-{rows}"), dice(f"hashes {kind} {rows}")
    paper.heading("Schedule of files by hash value")
    table = [["File", f"{kind.upper()} hash", "Size (bytes)", "Created"]]
    for number, at in enumerate(times(chance, rows), 1):
        digest = hashlib.new(kind, f"{number} {rows}".encode(), usedforsecurity=False).hexdigest()
        table.append([f"IMG_{chance.randrange(10**4):04d}.JPG", digest if number % 3 else digest.upper(),
                      f"{chance.randrange(10**4, 10**7):,}", f"{at:%d/%m/%Y %H:%M}"])  # fmt: skip
    paper.table(table)
    return paper


def links(rows: int) -> Paper:
    """Addresses of the web as people copy them, with all that hangs on them."""
    paper, chance = Paper(f"links-{rows}"), dice(f"links {rows}")
    paper.heading("Links found in the browser's history")
    alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

    def token(length: int) -> str:
        return "".join(chance.choice(alphabet) for _ in range(length))

    for at in times(chance, rows):
        address = chance.choice([
            f"https://www.tiktok.com/@user{chance.randrange(10**9)}/video/{chance.randrange(10**18, 10**19)}?is_from_webapp=1&sender_device=pc",
            f"https://youtu.be/{token(11)}?si={token(16)}",
            f"https://www.instagram.com/p/{token(11)}/?utm_source=ig_web_copy_link&igsh={token(16)}==",
            f"https://discord.gg/{token(8)}",
            f"https://docs.google.com/document/d/{token(44)}/edit?usp=sharing",
            f"https://maps.app.goo.gl/{token(17)}",
            f"https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Finfo&data=05%7C02%7C{token(80)}%3D&reserved=0",
        ])  # fmt: skip
        paper.text(f"{at:%d/%m/%Y %H:%M} {address} {chance.choice(['opened from a message', 'typed', 'from search'])}")
    return paper


def accounts(rows: int) -> Paper:
    """Accounts with their identifiers, as a provider answers the police."""
    paper, chance = Paper(f"accounts-{rows}"), dice(f"accounts {rows}")
    paper.heading("Subscriber information")
    for _ in range(rows):
        name = f"{chance.choice(FIRST).lower()}.{chance.choice(LAST).lower()}{chance.randrange(100)}"
        paper.text(f"Username: {name}", f"User ID: {uuid.UUID(int=chance.getrandbits(128), version=4)}",
                   f"Registered: {START:%Y-%m-%d}T{chance.randrange(24):02d}:05:11Z from 81.2.69.{chance.randrange(255)}",
                   f"E-mail: {name}@example.org (verified)    Phone: {mobile(chance)}")  # fmt: skip
    return paper


def coordinates(rows: int) -> Paper:
    """Where a phone was: nothing but coordinates."""
    paper, chance = Paper(f"coordinates-{rows}"), dice(f"coordinates {rows}")
    for _ in range(rows):
        paper.text(f"{51 + chance.random() * 2:.6f}, {-3 - chance.random() * 2:.6f}")
    return paper


def exports() -> list[Paper]:
    """Return all of them."""
    return [
        *(whatsapp(lines, phone) for lines in (40, 400, 1000, 3000) for phone in ("android", "iphone")),
        *(emoji_heavy(lines) for lines in (60, 500)),
        *(imessage(lines) for lines in (30, 600)), *(discord(lines) for lines in (40, 500)),
        *(snapchat(lines, form) for lines in (50, 800) for form in ("text", "table")),
        *(calls(rows) for rows in (37, 181, 400)), *(devices(rows) for rows in (21, 60)),
        *(sign_ins(rows, version) for rows in (13, 300) for version in (4, 6)),
        *(hashes(rows, kind) for rows in (14, 120) for kind in ("md5", "sha1", "sha256")),
        *(links(rows) for rows in (30, 120)), accounts(25), *(coordinates(rows) for rows in (40, 300)),
    ]  # fmt: skip
