"""The shape of invented national data: what a country's concerns may look like. Every number here is an assumption.

Two kinds of numbers are near published ones: how many referrals a year there are, and which share of them comes from
the police, health and schools (Department for Education, Characteristics of children in need in England, 2013-14, SFR
43/2014: 657,800 referrals, of which 23.9 % from the police, 14.0 % from health, 13.1 % from schools). There were 153
local authorities in England in 2024; ours are 150 and have no names. All else is made up so that every provision
applies to some concerns, depends for some and is out of the question for most.
"""

from __future__ import annotations

from collections.abc import Mapping

REFERRALS_A_YEAR = 657_800
AREAS = 150

SETTINGS: Mapping[str, float] = {
    "police": 0.239,
    "health": 0.140,
    "school_or_college": 0.131,
    "social_care": 0.150,
    "early_years": 0.020,
    "youth_or_community": 0.050,
    "other": 0.270,
}

TOPICS: Mapping[str, float] = {"imagery": 0.30, "adult": 0.25, "bullying": 0.28, "extremism": 0.05, "sites": 0.12}
"""What a concern is chiefly about, with its share of all."""

CHILDREN = (0.01, 0.72, 0.18, 0.06, 0.02, 0.006, 0.003, 0.001)
"""The share of concerns that list no child, one, two, …"""

ADULTS: Mapping[str, tuple[float, ...]] = {
    "imagery": (0.75, 0.21, 0.04),
    "adult": (0.05, 0.78, 0.14, 0.03),
    "bullying": (0.93, 0.06, 0.01),
    "extremism": (0.60, 0.33, 0.07),
    "sites": (0.90, 0.09, 0.01),
}
"""The same of adults, by what the concern is about."""

AGES = (1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 6, 9, 13, 16, 17, 15, 11, 7)
"""How often each age occurs, from 0 to 17, in parts of their sum."""

UNKNOWN = 0.30
"""The share of answers that nobody knows yet."""

OFTEN: Mapping[str, Mapping[str, float]] = {
    "imagery": {
        "youth_produced_imagery": 0.95,
        "sexual_acts": 0.25,
        "depicted": 0.70,
        "made_or_shared_imagery": 0.50,
        "imagery_of_them_shared": 0.45,
        "received_imagery": 0.35,
        "all_depicted_children_listed": 0.60,
        "police_involved": 0.30,
        "informing_parents_risks_harm": 0.06,
    },
    "adult": {
        "adult_involved": 0.90,
        "coerced_blackmailed_or_groomed": 0.45,
        "groomed_by_adult": 0.45,
        "significant_harm": 0.40,
        "alleged_abuser": 0.70,
        "found_in_possession": 0.15,
        "sexual_communication_with_child": 0.40,
        "works_with_children": 0.12,
        "contact_personal": 0.30,
        "police_involved": 0.60,
        "investigation_open": 0.40,
    },
    "bullying": {"online_bullying": 0.97, "bullying_severe": 0.15, "bullying_may_be_crime": 0.12},
    "extremism": {
        "extremism_concern": 0.90,
        "exposed_to_extremist_material": 0.60,
        "terrorist_material_suspected": 0.15,
        "extremist_content_online": 0.50,
    },
    "sites": {"obsessed_with_harmful_site": 0.85, "significant_harm": 0.20},
}
"""The share of yes among known answers, by what the concern is about."""

SELDOM = 0.04
"""The same of every other fact, and of events."""

BY_WEEKDAY = (1.0, 1.05, 1.05, 1.0, 0.95, 0.40, 0.30)
"""How many concerns a day of the week has, Monday first, against an ordinary Monday."""
