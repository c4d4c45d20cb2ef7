# ruff: noqa: E501
"""What schools, hospitals, social work, banks and courts write: letters, minutes, registers, charts, statements, forms."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from papers.blocks import Paper, dice
from papers.exports import mobile
from papers.sayings import FIRST, LANGUAGES, LAST, SENTENCES, STREETS, TITLES, TOWNS

DAY = date(2026, 1, 5)


def name(chance: Random) -> str:
    """Return somebody."""
    return f"{chance.choice(FIRST)} {chance.choice(LAST)}"


def sentence(chance: Random) -> str:
    """Return what somebody noted."""
    return chance.choice(SENTENCES).format(
        n=chance.choice(FIRST), l=chance.choice(LAST), k=chance.randrange(1000, 99999),
        d=f"{DAY + timedelta(chance.randrange(300)):%d/%m/%Y}",
    )  # fmt: skip


def prose(chance: Random, sentences: int) -> str:
    """Return a paragraph."""
    return " ".join(sentence(chance) for _ in range(sentences))


def postcode(chance: Random) -> str:
    """Return what has the form of one."""
    return f"{chance.choice(['SA', 'CF', 'LL', 'NP', 'SY'])}{chance.randrange(1, 80)} {chance.randrange(1, 10)}{chance.choice('ABDEFGHJLNPQRSTUWXYZ')}{chance.choice('ABDEFGHJLNPQRSTUWXYZ')}"


def letter(number: int) -> Paper:
    """A letter."""
    paper, chance = Paper(f"letter-{number}"), dice(f"letter {number}")
    paper.text(f"{chance.randrange(1, 200)} {chance.choice(STREETS)}", chance.choice(TOWNS), postcode(chance),
               f"{DAY + timedelta(number):%d %B %Y}", f"Our ref: CYP/{chance.randrange(10**6)}/{chance.choice('ABC')}",
               f"Dear {name(chance)},")  # fmt: skip
    paper.heading(f"Re: {name(chance)}, d.o.b. 14/02/2013")
    paper.text(*(prose(chance, chance.randrange(2, 6)) for _ in range(chance.randrange(3, 9))))
    paper.text(
        "Yours sincerely,", name(chance), chance.choice(TITLES), f"Tel. {mobile(chance)} · e-mail office@example.org"
    )
    return paper


def minutes(number: int) -> Paper:
    """Minutes of a conference, with who came and what was agreed."""
    paper, chance = Paper(f"minutes-{number}"), dice(f"minutes {number}")
    paper.heading("Initial Child Protection Conference – minutes")
    paper.table([["Name", "Role", "Present / apologies"],
                 *([name(chance), chance.choice(TITLES), chance.choice(["Present", "Apologies", "By ’phone"])] for _ in range(9))])  # fmt: skip
    for part in ("Reason for the conference", "Family’s views", "Reports of agencies", "Analysis", "Decision"):
        paper.heading(part)
        paper.text(*(prose(chance, 4) for _ in range(3)))
        paper.items([sentence(chance) for _ in range(4)])
    paper.table([["What", "Who", "By when", "Done?"],
                 *([sentence(chance), name(chance), f"{DAY + timedelta(chance.randrange(90)):%d.%m.%y}", "☐"] for _ in range(8))])  # fmt: skip
    return paper


def chronology(rows: int) -> Paper:
    """A chronology."""
    paper, chance = Paper(f"chronology-{rows}"), dice(f"chronology {rows}")
    paper.heading("Chronology of significant events")
    table = [["Date", "Source", "Event", "Action / outcome"]]
    for number in range(rows):
        table.append([f"{DAY + timedelta(number):%d/%m/%Y}", chance.choice(["School", "Police", "Health", "CYPS", "Housing"]),
                      sentence(chance), chance.choice(["NFA", "Referral", "Shared with DSL", "Noted", "See 14/3", "Strategy discussion"])])  # fmt: skip
    paper.table(table)
    return paper


def register(rows: int) -> Paper:
    """A register of pupils with date of birth, UPN and marks."""
    paper, chance = Paper(f"register-{rows}"), dice(f"register {rows}")
    paper.heading("Year groups 7 to 11: pupils on roll")
    table = [["Surname", "Forename", "D.o.b.", "UPN", "Form", "Att. %", "Postcode", "Contact"]]
    for _ in range(rows):
        table.append([chance.choice(LAST), chance.choice(FIRST), f"{date(2010, 9, 1) + timedelta(chance.randrange(1800)):%d/%m/%Y}",
                      f"{chance.choice('ABCDEFGHJKLMNPQRTUVWXYZ')}{chance.randrange(10**11, 10**12)}",
                      f"{chance.randrange(7, 12)}{chance.choice('ABCDEF')}", f"{60 + chance.random() * 40:.1f}", postcode(chance), mobile(chance)])  # fmt: skip
    paper.table(table)
    return paper


def attendance(rows: int) -> Paper:
    """Marks of attendance: a sign for each half day."""
    paper, chance = Paper(f"attendance-{rows}"), dice(f"attendance {rows}")
    table = [["Pupil", *(f"{day}{half}" for day in ("Mo", "Tu", "We", "Th", "Fr") for half in ("am", "pm"))]]
    table += [[name(chance), *(chance.choice("/\\/\\/\\NOILM") for _ in range(10))] for _ in range(rows)]
    paper.table(table)
    return paper


def rota(rows: int, days: int) -> Paper:
    """Who works when: a row of shifts for each."""
    paper, chance = Paper(f"rota-{rows}x{days}"), dice(f"rota {rows} {days}")
    table = [["Staff", *(f"{day}" for day in range(1, days + 1))]]
    table += [
        [name(chance), *(chance.choice(["E", "L", "N", "off", "AL", "SL", "LD"]) for _ in range(days))]
        for _ in range(rows)
    ]
    paper.table(table)
    return paper


def observations(rows: int) -> Paper:
    """Observations by the hour."""
    paper, chance = Paper(f"observations-{rows}"), dice(f"observations {rows}")
    paper.heading("PEWS chart, Ward 7")
    table = [["Date", "Time", "Temp", "HR", "RR", "SpO2", "BP", "AVPU", "Score", "Initials"]]
    for hour in range(rows):
        table.append([f"{DAY + timedelta(hour // 24):%d/%m}", f"{hour % 24:02d}:00", f"{36 + chance.random() * 3:.1f}", f"{chance.randrange(70, 150)}",
                      f"{chance.randrange(14, 40)}", f"{chance.randrange(90, 100)}%", f"{chance.randrange(90, 130)}/{chance.randrange(50, 85)}",
                      chance.choice("AAAV"), f"{chance.randrange(0, 7)}", chance.choice(["KL", "MJ", "SO'B"])])  # fmt: skip
    paper.table(table)
    return paper


def glucose(rows: int) -> Paper:
    """A diary of blood glucose."""
    paper, chance = Paper(f"glucose-{rows}"), dice(f"glucose {rows}")
    for number in range(rows):
        paper.text(
            f"{DAY + timedelta(number // 4):%d/%m/%y} {['07:30', '12:10', '17:45', '21:30'][number % 4]} {3 + chance.random() * 14:.1f} mmol/L {chance.randrange(1, 12)}u NovoRapid"
        )
    return paper


def bank(rows: int) -> Paper:
    """A bank's statement."""
    paper, chance = Paper(f"bank-{rows}"), dice(f"bank {rows}")
    paper.heading("Statement of account 12-34-56 00012345")
    table, left = [["Date", "Type", "Details", "Paid out", "Paid in", "Balance"]], 41_250
    for number in range(rows):
        amount = chance.randrange(150, 9000)
        out = chance.random() < 0.8
        left += -amount if out else amount
        table.append([f"{DAY + timedelta(number // 3):%d %b %y}", chance.choice(["DEB", "FPO", "FPI", "CPT", "DD"]),
                      f"{chance.choice(['CASH APP*', 'TESCO STORES', 'UBER *TRIP', 'PAYPAL *STEAM', 'LNK ATM'])} {chance.randrange(1000, 9999)} CD {chance.randrange(1000, 9999)}",
                      f"{amount / 100:.2f}" if out else "", "" if out else f"{amount / 100:.2f}", f"£{left / 100:,.2f}"])  # fmt: skip
    paper.table(table)
    return paper


def references(rows: int) -> Paper:
    """References, three a row."""
    paper, chance = Paper(f"references-{rows}"), dice(f"references {rows}")
    table = [["URN", "Crime reference", "NHS number", "Officer"]]
    for _ in range(rows):
        nhs = f"999 {chance.randrange(1000):03d} {chance.randrange(10**4):04d}"
        table.append([f"{chance.randrange(60, 70)}/{chance.choice('ABCDXYZ')}{chance.randrange(1, 9)}/{chance.randrange(10**5):05d}/26",
                      f"2600{chance.randrange(10**6):06d}", nhs, f"{chance.randrange(100, 9999)}"])  # fmt: skip
    paper.table(table)
    return paper


def postcodes(rows: int) -> Paper:
    """Nothing but postcodes."""
    paper, chance = Paper(f"postcodes-{rows}"), dice(f"postcodes {rows}")
    paper.text(*(postcode(chance) for _ in range(rows)))
    return paper


def short_notes(rows: int) -> Paper:
    """Short entries with a telephone each."""
    paper, chance = Paper(f"notes-{rows}"), dice(f"notes {rows}")
    paper.text(
        *(
            f"{chance.choice(FIRST)} – {chance.choice(['nan', 'uncle', 'friend', 'coach'])}, {mobile(chance)}"
            for _ in range(rows)
        )
    )
    return paper


def form(number: int) -> Paper:
    """A form of referral, filled in: labels, answers, boxes."""
    paper, chance = Paper(f"form-{number}"), dice(f"form {number}")
    paper.heading("Multi-Agency Referral Form (MARF)")
    paper.table([["Child’s name", name(chance)], ["Date of birth", "14/02/2013"], ["Ethnicity", "☒ White ☐ Asian ☐ Black ☐ Mixed ☐ Other"],
                 ["First language", chance.choice(["Cymraeg", "English", "Polski"])], ["NHS no.", f"999 {chance.randrange(1000):03d} 1234"],
                 ["Address", f"{chance.randrange(1, 99)} {chance.choice(STREETS)}, {chance.choice(TOWNS)} {postcode(chance)}"]])  # fmt: skip
    for question in ("1. What are you worried about?", "2. What is working well?", "3. What needs to happen?"):
        paper.heading(question)
        paper.text(prose(chance, 3))
    paper.text("Consent: ☒ yes ☐ no ☐ not sought, because: …………………………………", "Signed: ______________________ Date: ___ / ___ / ______",
               "~~~ For office use only ~~~", "-" * 60, "Received: 12/03/26   Strategy: Y / N   Level: 1 2 3 4", "*" * 40)  # fmt: skip
    return paper


def tagged(number: int) -> Paper:
    """What a system puts out in tags: plain text that begins with one."""
    paper, chance = Paper(f"tagged-{number}"), dice(f"tagged {number}")
    paper.text(
        "<Referral>", f"  <Child>{name(chance)}</Child>", f"  <Reason>{sentence(chance)}</Reason>", "</Referral>"
    )
    return paper


def statistics(rows: int) -> Paper:
    """Figures, a table of them."""
    paper, chance = Paper(f"statistics-{rows}"), dice(f"statistics {rows}")
    paper.table([["Area", *(f"20{year}" for year in range(16, 26))],
                 *([chance.choice(TOWNS), *(f"{chance.randrange(100, 9999):,}" for _ in range(10))] for _ in range(rows))])  # fmt: skip
    return paper


def in_language(language: str, repeats: int = 3) -> Paper:
    """A letter in another language, with names and dates of here."""
    paper, chance = Paper(f"language-{language}", language=language), dice(f"language {language}")
    lines = LANGUAGES[language].split("\n")
    paper.heading(lines[0])
    for number in range(repeats):
        paper.text(" ".join(lines), lines[-1], f"{number + 1}. {name(chance)}, 14/02/2013, {mobile(chance)}")
    paper.table([["1", lines[0]], ["2", lines[-1]]])
    return paper


def statement(number: int) -> Paper:
    """A witness's statement, long, with direct speech, footers and a hash and a reference inside the words."""
    paper, chance = Paper(f"statement-{number}"), dice(f"statement {number}")
    paper.heading(
        "WITNESS STATEMENT (CJ Act 1967, s.9; MC Act 1980, ss.5A(3)(a) and 5B; Criminal Procedure Rules, r 16.2)"
    )
    paper.text(f"Statement of: {name(chance)}", "Age if under 18: Over 18 (if over 18 insert ‘over 18’)", prose(chance, 12), prose(chance, 12),
               "The extraction report has the SHA-256 value 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 and was made with version 7.68.0.1021.",
               "Token in the link that she was sent: https://example.org/join?t=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
               prose(chance, 15), "Signature: ………………… Signature witnessed by: …………………")  # fmt: skip
    return paper


def casework() -> list[Paper]:
    """Return all of them."""
    return [
        *map(letter, range(6)), *map(minutes, range(4)), *map(form, range(4)), *map(statement, range(3)), *map(tagged, range(2)),
        *map(chronology, (60, 600)), *map(register, (27, 300)), *map(attendance, (30, 200)), rota(15, 28), rota(40, 31),
        *map(observations, (18, 73, 240)), *map(glucose, (79, 400)), *map(bank, (101, 400)), *map(references, (30, 61, 200)),
        *map(postcodes, (63, 300)), *map(short_notes, (80, 300)), statistics(60),
        *map(in_language, LANGUAGES),
    ]  # fmt: skip
