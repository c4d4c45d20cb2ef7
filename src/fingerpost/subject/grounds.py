"""The grounds for withholding something, and whether they may be said. Each is for the partnership to confirm.

UK GDPR, Article 15; Data Protection Act 2018, Schedules 2 and 3. A ground is named here where the Act names it; whether
it covers one row is for the two people who answer, and for their advisers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class WithholdingGround:
    """A ground: what is said of it to those who answer, where the law has it, and what is in place of the words.

    `may_be_said`: that something is withheld on it does not by itself tell what is withheld.
    """

    id: str
    text: str
    law: str
    to_confirm: str
    may_be_said: bool = True


GROUNDS: Final = (
    WithholdingGround(
        "third_party",
        "It is about somebody else too, who has not agreed, and it is not reasonable to give it without that",
        "Data Protection Act 2018, Schedule 2, Part 3, paragraph 16",
        "Whether they were asked; what they were promised; that what a social worker, teacher or health professional"
        " said in their work is not withheld for this alone (paragraph 17).",
    ),
    WithholdingGround(
        "serious_harm",
        "It would be likely to cause serious harm to the physical or mental health of somebody",
        "Data Protection Act 2018, Schedule 3, Parts 2 to 4: the serious harm test for health, social work and"
        " education data",
        "Which kind of data it is. For health data, the opinion of the appropriate health professional is needed.",
    ),
    WithholdingGround(
        "child_abuse",
        "It is child abuse data, asked for by a parent or somebody who manages the person’s affairs, and giving it"
        " would not be in that person’s best interests",
        "Data Protection Act 2018, Schedule 3, Part 5",
        "That it is not the person themselves who asks; whose best interests, and why.",
    ),
    WithholdingGround(
        "crime",
        "Giving it would be likely to prejudice preventing or detecting crime, or the apprehension or prosecution of"
        " offenders",
        "Data Protection Act 2018, Schedule 2, Part 1, paragraph 2",
        "What the police say; for how long; whether it can be said at all that something is withheld.",
        may_be_said=False,
    ),
    WithholdingGround(
        "legal",
        "A claim to legal professional privilege could be maintained",
        "Data Protection Act 2018, Schedule 2, Part 4, paragraph 19",
        "Ask the solicitor whose advice it is.",
    ),
    WithholdingGround(
        "court",
        "It was given to a court in proceedings about a child, under rules that let the court withhold it",
        "Data Protection Act 2018, Schedule 3: data processed by a court",
        "Which proceedings and which rules; ask the court or your solicitor.",
    ),
    WithholdingGround(
        "reference",
        "It is a reference given in confidence, for work, training or a service",
        "Data Protection Act 2018, Schedule 2, Part 4, paragraph 24",
        "That it was given in confidence, and for one of these purposes.",
    ),
    WithholdingGround(
        "not_theirs",
        "It says nothing about the person who asks",
        "UK GDPR, Article 15: the right is to one’s own personal data",
        "That nothing in it relates to them, not even by context.",
    ),
)
BY_ID: Final = {ground.id: ground for ground in GROUNDS}
LEFT_OUT: Final = {
    "third_party": "third party",
    "serious_harm": "serious harm",
    "child_abuse": "best interests",
    "legal": "legal advice",
    "court": "court",
    "reference": "reference",
    "not_theirs": "somebody else",
}
"""What is in brackets where words were left out; of a ground that may not be said, only that they were."""


def in_place(ground: str) -> str:
    """Return what is in place of words that were left out."""
    said = LEFT_OUT.get(ground)
    return f"[withheld: {said}]" if said else "[withheld]"
