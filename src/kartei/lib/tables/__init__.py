"""Tables that people bring along: CSV and Excel files read into rows of text, and rows read into people.

`read_table` opens a file, `propose` guesses what its columns hold, `survey` looks at whole columns, and an
`Interpreter` reads each row into a `PersonRow`. Nothing here knows a database or a language of the interface: faults
and warnings are codes with their details.
"""

from kartei.lib.tables.columns import TARGETS, is_target, propose, source_of
from kartei.lib.tables.faults import TableError
from kartei.lib.tables.interpreting import Interpreter
from kartei.lib.tables.people import PersonRow
from kartei.lib.tables.reading import PAGE_LIMITS, Limits, Row, Table, read_table
from kartei.lib.tables.surveying import Survey, survey

__all__ = [
    "PAGE_LIMITS",
    "TARGETS",
    "Interpreter",
    "Limits",
    "PersonRow",
    "Row",
    "Survey",
    "Table",
    "TableError",
    "is_target",
    "propose",
    "read_table",
    "source_of",
    "survey",
]
