"""Panels and attributes of the detail pages of the domain attainment."""

from .buttons import *
from .computation import *
from .credits import *
from .figure import *
from .history import *
from .sentence import *
from .sum import *
from .timeline import *
