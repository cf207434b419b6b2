"""Every enumeration of the plugin; workflows have a `key`, so that an administrator can extend them (FIELD_CHOICES)."""

from . import agreements, attainment, catalog, operations
from .agreements import *
from .attainment import *
from .catalog import *
from .operations import *

__all__ = (*agreements.__all__, *attainment.__all__, *catalog.__all__, *operations.__all__)
