"""REST representations of the domain agreements.

Calendars come first: the serializers of the catalog, which those of SLAs need, import them from here.
"""

from .calendars import *  # isort: skip
from .backtests import *
from .chain import *
from .contracts import *
from .credits import *
from .maintenance import *
from .slas import *
