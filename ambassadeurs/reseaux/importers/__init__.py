"""Reading the open data on networks: files → records → one transaction → a report.

Format and traps: docs/decisions and the dataset « Tracés des réseaux de chaleur et de froid »
(data.gouv.fr, 64f05d3568e4d575eb454ffe, Licence Ouverte 2.0).
"""

from ..errors import ImportFailed
from .report import Report
from .run import import_files

__all__ = ["ImportFailed", "Report", "import_files"]
