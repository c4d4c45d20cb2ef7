"""What is done to the record. Each service acts for whoever `access.context` says is acting, in one transaction."""

from fingerpost.record.services.changes import change
from fingerpost.record.services.concerns import record_concern
from fingerpost.record.services.decisions import decision_of, preview
from fingerpost.record.services.events import record_event
from fingerpost.record.services.facts import FactAnswer, assert_fact, assert_many, history, known
from fingerpost.record.services.links import link, unlink
from fingerpost.record.services.people import add_appearance, add_detail, leave_part, take_part
from fingerpost.record.services.relationships import relate
from fingerpost.record.services.search import Query, Result, search

__all__ = [
    "FactAnswer",
    "Query",
    "Result",
    "add_appearance",
    "add_detail",
    "assert_fact",
    "assert_many",
    "change",
    "decision_of",
    "history",
    "known",
    "leave_part",
    "link",
    "preview",
    "record_concern",
    "record_event",
    "relate",
    "search",
    "take_part",
    "unlink",
]
