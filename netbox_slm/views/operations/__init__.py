"""Pages of incidents and of what belongs to them."""

from . import affected, derived, holds, incidents
from .affected import *
from .derived import *
from .holds import *
from .incidents import *

__all__ = (*affected.__all__, *derived.__all__, *holds.__all__, *incidents.__all__)
