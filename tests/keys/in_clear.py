"""What may stand in the database in clear, and why. Whatever is not here has to be sealed (`SecretText`).

A model of case data has each field by its name. Elsewhere `*` stands for a model's every field. Keys to other rows,
random ids, yes or no, moments, and words from a fixed list (`choices`) need no entry.
"""

from __future__ import annotations

from typing import Final

_STAFF = "of those who work with the service, in their work; never of a child or a case"
_DIRECTORY = "the directory of organisations, which everybody is meant to read"
_DJANGO = "Django’s own lists; nothing that anybody typed"
_ALLAUTH = "of an account of somebody who works with the service"
_PROCEDURE = "the text of a procedure, which everybody is meant to read; never of a child or a case"
_VERSION = "the name of a version of a procedure"
_PROVISION = "ids of provisions of the procedure"
_CHOSEN = "words from a fixed list"
_NUMBERED = "a number that counts rows"
_DAY = "a day on which something is due or was done, without what or for whom"

IN_CLEAR: Final = {
    "auth.Permission.*": _DJANGO,
    "auth.Group.*": _DJANGO,
    "contenttypes.ContentType.*": _DJANGO,
    "sessions.Session.*": "signed; case data is never put in a session in clear (test_stolen_database looks)",
    "account.EmailAddress.*": _ALLAUTH,
    "account.EmailConfirmation.*": _ALLAUTH,
    "mfa.Authenticator.data": f"{_ALLAUTH}; its secrets are sealed by site.signin.sealing",
    "socialaccount.SocialApp.*": "kept in settings; the table stays empty",
    "socialaccount.SocialAccount.*": _ALLAUTH,
    "socialaccount.SocialToken.*": _ALLAUTH,
    "usersessions.UserSession.*": _ALLAUTH,
    "site.Invitation.secret_hash": f"{_ALLAUTH}; a digest of a random secret",
    "access.Organisation.*": _DIRECTORY,
    "access.Contact.*": _DIRECTORY,
    "access.User.*": _STAFF,
    "access.Membership.*": _STAFF,
    "access.Absence.*": _STAFF,
    "access.Matter.reference": "random; says nothing of the matter",
    "access.Embargo.must_not_be_told": "relations and random ids, as embargo.Person writes them; no name",
    "access.Embargo.provision": "the id of a provision of the procedure",
    "access.EmbargoLift.for_whom": "a relation and a random id, as embargo.Person writes it; no name",
    "keys.DataKey.master_id": "the name of a master key",
    "keys.DataKey.wrapped": "a key, wrapped by a master key",
    "ledger.LedgerEntry.leaf_index": "a number in the log",
    "ledger.LedgerEntry.leaf": "ids, times and registered words; texts in it are sealed (ledger.entry)",
    "ledger.LedgerEntry.action": "a registered word (ledger.words)",
    "ledger.LedgerEntry.object_kind": "a registered word (ledger.words)",
    "ledger.LedgerEntry.compartment": "a registered word (ledger.words)",
    "record.SearchToken.token": "keyed: see docs/decisions/0021",
    "record.SearchToken.root": "the number of a search key",
    "record.HiddenHit.found": "kinds of what was searched for, from a fixed list; not what",
    "record.HiddenHit.strength": "a number from 1 to 50; how like, not what",
    "record.Concern.forms": _CHOSEN,
    "record.Draft.path": "the address of a form, which has random ids and no words",
    "record.Draft.became": "the address of what a draft became, which has random ids and no words",
    "record.Draft.fingerprint": "keyed: nobody can try texts against it",
    "record.Draft.revision": _NUMBERED,
    "record.Draft.pages": "random ids and numbers of changes",
    "record.Likeness.found": "kinds of what was found alike, from a fixed list; not what",
    "record.Likeness.strength": "a number from 1 to 50; how like, not what",
    "record.ProcedureMove.before": _VERSION,
    "record.ProcedureMove.to": _VERSION,
    "record.Note.happened_on": "a day on which something happened, without what or to whom",
    "record.Assertion.fact": "the id of a question of the procedure; its answer is sealed",
    "record.Happened.type": "the id of an event of the procedure or of the record",
    "record.Happened.to": "a relation and a random id, as embargo.Person writes it; no name",
    "duties.Duty.provision": _PROVISION,
    "duties.Duty.pack": _VERSION,
    "duties.DutyStep.number": _NUMBERED,
    "duties.DutyStep.pack": _VERSION,
    "duties.DutyStep.facts": "ids of questions and random ids; no answer",
    "duties.DutyStep.on": _DAY,
    "duties.DutyStep.until": _DAY,
    "duties.DutyState.due": _DAY,
    "duties.DutyState.quiet_until": _DAY,
    "casework.Referral.provisions": _PROVISION,
    "casework.ReferralStep.number": _NUMBERED,
    "casework.Meeting.asked_by": f"{_PROVISION}, and random ids of people",
    "casework.MeetingStep.number": _NUMBERED,
    "casework.MeetingStep.item": _PROVISION,
    "casework.MeetingStep.outcome": "yes or no, and words from a fixed list",
    "casework.MeetingStep.agenda": f"{_PROVISION}, and random ids of people",
    "casework.MeetingTelling.to": "a relation and a random id, as embargo.Person writes it; no name",
    "casework.MeetingAction.item": _PROVISION,
    "casework.MeetingAction.due": _DAY,
    "manual.ProcedureDraft.*": _PROCEDURE,
    "manual.ProcedureRevision.*": _PROCEDURE,
    "manual.ProcedureVersion.*": _PROCEDURE,
    "manual.LocalText.*": _PROCEDURE,
    "site.Reminder.day": "on which day somebody who works with the service was told that something waits",
    "django_tasks_database.DBTaskResult.*": "ids and days; an error is kept without its words (access.working)",
}
