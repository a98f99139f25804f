"""Notices, results, contracts and payments as offices keep them, into OCDS releases.

What: tables in CSV and Excel become compiled releases of OCDS 1.1 with the extensions
for bids and lots; releases are checked against the schema and merged, without a network.
Law: Government Procurement Law and its regulation; Tendering Law, art. 34 (bids are
opened at their deadline); GB 32100-2015 (credit codes).
Own fields begin with ``x_``: ``x_dayOnly`` lists dates of which only the day was given.
"""

from mingjing_analytics.procurement.importing.compiling import compile_releases
from mingjing_analytics.procurement.importing.issues import Issue, Place, write_issues
from mingjing_analytics.procurement.importing.releases import Imported, to_releases
from mingjing_analytics.procurement.importing.templates import template
from mingjing_analytics.procurement.importing.validating import validate

__all__ = [
    "Imported",
    "Issue",
    "Place",
    "compile_releases",
    "template",
    "to_releases",
    "validate",
    "write_issues",
]
