"""Panels and attributes of the detail pages of the domain attainment."""

from .computation import *
from .credits import *
from .figure import *
from .sentence import *
from .sum import *
