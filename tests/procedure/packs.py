"""A small valid pack, to be spoilt by tests."""

from __future__ import annotations

from fingerpost.procedure.errors import PackError
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.reading import pack_from

PACK = """# A small pack

Words for people.

```pack
id: small
version: "1"
title: Small
in_force: 2026-01-01
nation: england-and-wales
emergency: Call.
sources:
  chapter: A chapter
sections: [pack.md, rules.md]
```

```fact
id: shared
scope: concern
type: bool
ask: Was it shared?
graver: true
without_viewing: true
```

```fact
id: age
scope: child
type: int
min: 0
max: 17
birth_date: date_of_birth
ask: How old is the child?
graver: lower
without_viewing: true
```

```fact
id: setting
scope: concern
type: enum
values: {school: A school, other: Elsewhere}
ask: Where?
without_viewing: true
```

```fact
id: suspected
scope: adult
type: bool
ask: Is the adult suspected?
graver: true
without_viewing: true
```

```event
id: told
about: adult
to: true
text: They may be told.
```

```definition
name: young
scope: child
is: age < 13
text: A child is young under 13.
```
"""

RULES = """# 1 Rules

```provision
id: refer
title: Do refer
kind: duty
modality: must
who: practitioner
about: child
by: same_day
when: the child is young and it was shared
if: young and shared
text: Refer.
cites: [chapter 1]
```

```provision
id: silence
title: Do silence
kind: prohibition
modality: must_not
about: adult
when: an adult is suspected
if: suspected
text: Tell nobody.
cites: [chapter 1]
embargo:
  lifted_by: told
  unlisted_when: shared
```

```provision
id: support
title: Do support
kind: duty
modality: should
about: child
when: in a school, not shared
if: setting == school and not shared
text: Support the child.
held_for: "parents:c"
cites: [chapter 2]
lowered_by: [shared]
```
"""


def read(pack: str = PACK, rules: str = RULES) -> Pack:
    """The small pack, or what became of it."""
    return pack_from({"pack.md": pack, "rules.md": rules})


def problems(pack: str = PACK, rules: str = RULES) -> list[str]:
    """Everything that is wrong with it, in words."""
    try:
        read(pack, rules)
    except PackError as error:
        return [str(problem) for problem in error.problems]
    return []
