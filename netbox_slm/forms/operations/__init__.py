"""Forms of the domain operations: edit, bulk edit, import and filter form of each model."""

from . import affected, derived, holds, incidents
from .affected import *
from .derived import *
from .holds import *
from .incidents import *

__all__ = (*affected.__all__, *derived.__all__, *holds.__all__, *incidents.__all__)
