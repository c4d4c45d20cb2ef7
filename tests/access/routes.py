"""Every route of the service, and who may open it: written down by hand, apart from what the views declare.

A route that is not here fails the walk. Add it here when you add it there, and say who may open it.
"""

from __future__ import annotations

from fingerpost.access.models.people import Role
from fingerpost.access.rules import READING_ROLES, WORKING_ROLES

EVERYBODY = frozenset({*map(str, Role.values), "nobody"})
SIGNED_IN = EVERYBODY - {"nobody"}
CASES = WORKING_ROLES | READING_ROLES
ADMINISTRATOR = frozenset({"administrator"})
POLICY_OFFICERS = frozenset({"policy_officer"})
KEEPERS = frozenset({"administrator", "safeguarding_lead"})

ROUTES: dict[str, frozenset[str]] = {
    # signing in
    "account_login": EVERYBODY,
    "account_logout": EVERYBODY,
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": EVERYBODY,
    "account_reset_password_from_key_done": EVERYBODY,
    "accept_invitation": EVERYBODY,
    "invitation": EVERYBODY,
    "calendar_feed": EVERYBODY,
    "mfa_authenticate": EVERYBODY,
    "mfa_login_webauthn": EVERYBODY,
    "openid_connect_callback": EVERYBODY,
    "openid_connect_login": EVERYBODY,
    "status": EVERYBODY,
    # the manual
    "manual": EVERYBODY,
    "manual_contents": EVERYBODY,
    "manual_search": EVERYBODY,
    "manual_sources": EVERYBODY,
    "manual_section": EVERYBODY,
    # procedures
    "procedures": POLICY_OFFICERS,
    "begin_procedure": POLICY_OFFICERS,
    "procedure_draft": POLICY_OFFICERS,
    "procedure_section": POLICY_OFFICERS,
    "procedure_checks": POLICY_OFFICERS,
    "procedure_impact": POLICY_OFFICERS,
    "approve_procedure": POLICY_OFFICERS,
    "procedure_version": POLICY_OFFICERS,
    "local_text": POLICY_OFFICERS,
    "impact_on_concerns": frozenset({"team_manager"}),
    "concern_procedure": CASES,
    # the guide
    "guide": EVERYBODY,
    "guide_people": EVERYBODY,
    "guide_remove_person": EVERYBODY,
    "guide_question": EVERYBODY,
    "guide_aware": EVERYBODY,
    "guide_events": EVERYBODY,
    "guide_remove_event": EVERYBODY,
    "guide_answers": EVERYBODY,
    "guide_ask_again": EVERYBODY,
    "guide_plan": EVERYBODY,
    "guide_pdf": EVERYBODY,
    "guide_calendar": EVERYBODY,
    "guide_record": frozenset(WORKING_ROLES),
    "guide_leave": EVERYBODY,
    "guide_start_again": EVERYBODY,
    "home": EVERYBODY,
    # in the demonstration only: the tests have its settings
    "demonstration": EVERYBODY,
    # one's own account
    "account": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "end_other_sessions": SIGNED_IN,
    "end_session": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "account_identifiers": SIGNED_IN,
    "signed_in_again": SIGNED_IN,
    "account_conflicts": SIGNED_IN,
    "account_calendar": SIGNED_IN,
    "role": SIGNED_IN,
    "sessions": SIGNED_IN,
    # the directory
    "directory": SIGNED_IN,
    "confirm_contact": KEEPERS,
    "edit_contact": KEEPERS,
    "new_contact": KEEPERS,
    # administration
    "administration": ADMINISTRATOR,
    "undelivered": ADMINISTRATOR,
    "administration_account": ADMINISTRATOR,
    "administration_membership": ADMINISTRATOR,
    "administration_organisation": ADMINISTRATOR,
    "close_account": ADMINISTRATOR,
    "edit_organisation": ADMINISTRATOR,
    "end_membership": ADMINISTRATOR,
    "invite": ADMINISTRATOR,
    "new_absence": ADMINISTRATOR,
    "new_member": ADMINISTRATOR,
    "new_organisation": ADMINISTRATOR,
    "remove_absence": ADMINISTRATOR,
    "remove_second_factors": ADMINISTRATOR,
    "reopen_account": ADMINISTRATOR,
    # the ledger
    "audit": frozenset({"auditor"}),
    "unusual_looks": frozenset({"auditor", "team_manager"}),
    "ledger_checkpoint": EVERYBODY,
    "concern_looks": CASES,
    "my_looks": SIGNED_IN,
    # concerns
    "break_glass": frozenset(WORKING_ROLES),
    "emergency_looks": CASES,
    "add_to_concern": CASES,
    "answer_hit": WORKING_ROLES,
    "close_concern": WORKING_ROLES,
    "discard_draft": CASES,
    "drafts": CASES,
    "hits": CASES,
    "concerns": CASES,
    "search": CASES,
    "new_bullying": WORKING_ROLES,
    "new_concern": WORKING_ROLES,
    "new_extremism": WORKING_ROLES,
    "new_harmful_site": WORKING_ROLES,
    "new_note": WORKING_ROLES,
    "new_viewing": WORKING_ROLES,
    "reopen_concern": WORKING_ROLES,
    "same_people": CASES,
    "same_person": WORKING_ROLES,
    "transfer_concern": WORKING_ROLES,
    "save_draft": CASES,
    "device_key": CASES,
    "concern": CASES,
    "allocate": WORKING_ROLES,
    "concern_access": CASES,
    "concern_conflicts": CASES,
    "concern_chronology": CASES,
    "concern_decisions": CASES,
    "concern_people": CASES,
    # referrals
    "referrals": CASES,
    "concern_casework": CASES,
    "concern_referrals": CASES,
    "cross_border": WORKING_ROLES,
    "suspect_bypass": WORKING_ROLES,
    "choose_referral": WORKING_ROLES,
    "new_referral": WORKING_ROLES,
    "referral": CASES,
    # documents
    "check_document": EVERYBODY,
    "document": CASES,
    "concern_documents": CASES,
    "take_in_document": WORKING_ROLES,
    "taken_in": CASES,
    "held_elsewhere": WORKING_ROLES,
    "suspected_links": CASES,
    "releases": CASES,
    # managing
    "managing": frozenset({"team_manager", "safeguarding_lead"}),
    "dip_samples": frozenset({"team_manager", "safeguarding_lead", "auditor"}),
    "dip_sample": frozenset({"team_manager", "safeguarding_lead", "auditor"}),
    "dip_answer": CASES,
    # keeping and disposal
    "due_for_disposal": frozenset({"team_manager", "safeguarding_lead"}),
    "disposal": CASES,
    # requests for what is held on somebody
    "subject_requests": frozenset({"team_manager", "safeguarding_lead", "auditor"}),
    "new_subject_request": frozenset({"team_manager", "safeguarding_lead"}),
    "subject_request": CASES,
    "subject_items": CASES,
    # police, support and safeguards
    "concern_police": CASES,
    "record_police": WORKING_ROLES,
    "concern_support": CASES,
    "record_support": WORKING_ROLES,
    # risk assessments
    "begin_risk_assessment": WORKING_ROLES,
    "risk_assessment": CASES,
    "risk_heading": WORKING_ROLES,
    "risk_sheet": WORKING_ROLES,
    # enquiries and agreements
    "new_stage": WORKING_ROLES,
    "stage": CASES,
    "judge_factors": WORKING_ROLES,
    "new_agreement": WORKING_ROLES,
    "agreement": CASES,
    # meetings
    "concern_meetings": CASES,
    "call_meeting": WORKING_ROLES,
    "meeting": CASES,
    "record_in_meeting": WORKING_ROLES,
    # people, relationships and facts
    "answer_facts": WORKING_ROLES,
    "correct_detail": WORKING_ROLES,
    "end_relationship": WORKING_ROLES,
    "facts": CASES,
    "leave_part": WORKING_ROLES,
    "new_detail": WORKING_ROLES,
    "new_parts": WORKING_ROLES,
    "new_person": WORKING_ROLES,
    "new_relationship": WORKING_ROLES,
    "people": CASES,
    "person": CASES,
    "relationships": CASES,
    # duties
    "duties": CASES,
    "duty": CASES,
    "confirm_duty": WORKING_ROLES,
    "duty_done": WORKING_ROLES,
    "hand_over_duties": WORKING_ROLES,
    "hand_over_duty": WORKING_ROLES,
    "postpone_duty": WORKING_ROLES,
    "take_duty": WORKING_ROLES,
    "waive_duty": WORKING_ROLES,
    "withdraw_step": WORKING_ROLES,
}

# Routes about one concern: whoever does not see it is told that it is not there.
PAGES_OF_A_CONCERN = frozenset(
    {
        "add_to_concern",
        "choose_referral",
        "disposal",
        "duties",
        "facts",
        "hits",
        "concern",
        "concern_looks",
        "concern_access",
        "concern_chronology",
        "concern_decisions",
        "concern_people",
        "concern_casework",
        "concern_police",
        "concern_support",
        "concern_referrals",
        "people",
        "relationships",
    }
)

# Forms that add to it: shown again when what is sent is empty.
FORMS_OF_A_CONCERN = frozenset(
    {
        "allocate",
        "answer_facts",
        "begin_risk_assessment",
        "close_concern",
        "emergency_looks",
        "cross_border",
        "call_meeting",
        "concern_conflicts",
        "suspect_bypass",
        "held_elsewhere",
        "take_in_document",
        "suspected_links",
        "concern_documents",
        "concern_meetings",
        "concern_procedure",
        "new_agreement",
        "new_bullying",
        "new_extremism",
        "new_harmful_site",
        "new_note",
        "new_person",
        "new_referral",
        "new_relationship",
        "new_stage",
        "new_viewing",
        "releases",
        "reopen_concern",
        "transfer_concern",
    }
)

# And those about something in it, which is not there when its id is made up.
WITHIN_A_CONCERN = frozenset(
    {
        "agreement",
        "answer_hit",
        "correct_detail",
        "document",
        "dip_answer",
        "end_relationship",
        "judge_factors",
        "leave_part",
        "meeting",
        "new_detail",
        "new_parts",
        "person",
        "record_police",
        "record_support",
        "record_in_meeting",
        "referral",
        "taken_in",
        "risk_assessment",
        "risk_heading",
        "risk_sheet",
        "same_people",
        "same_person",
        "subject_items",
        "subject_request",
        "stage",
    }
)

OF_A_CONCERN = PAGES_OF_A_CONCERN | FORMS_OF_A_CONCERN | WITHIN_A_CONCERN

# Routes that may change something though they are only looked at, and why.
CHANGE_WHEN_LOOKED_AT = {
    "calendar_feed": "on which day a calendar program last read it is kept",
    "openid_connect_callback": "the organisation's directory sends somebody back with GET, and that signs them in",
}
