"""The tables of the desk, one module for each area. Their history is in `migrations/`; a test holds the two together.

Knows columns. Must not know who may read or write them. Moments are in UTC.
"""

from data.desk.tables import accounts, audit, case_reviews, comparisons, file_comments, follows, planned, published, scheme_results
from data.desk.tables.base import metadata

AREAS = (follows, audit, accounts, planned, case_reviews, comparisons, published, file_comments, scheme_results)

__all__ = ["AREAS", "metadata"]
