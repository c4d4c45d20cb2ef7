"""What is done to the record. Each service acts for whoever `access.context` says is acting, in one transaction."""

from fingerpost.record.services.concerns import record_concern
from fingerpost.record.services.links import link, unlink
from fingerpost.record.services.people import add_appearance, add_detail
from fingerpost.record.services.search import Query, Result, search

__all__ = ["Query", "Result", "add_appearance", "add_detail", "link", "record_concern", "search", "unlink"]
