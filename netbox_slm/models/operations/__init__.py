"""What happens: incidents with what they affect and the holds of their clocks, changes and releases."""

from . import affected, aftermath, agreements, changes, derived, freezes, holds, impacts, incidents, releases
from .affected import *
from .aftermath import *
from .agreements import *
from .changes import *
from .derived import *
from .freezes import *
from .holds import *
from .impacts import *
from .incidents import *
from .releases import *

__all__ = (
    *affected.__all__,
    *aftermath.__all__,
    *agreements.__all__,
    *changes.__all__,
    *derived.__all__,
    *freezes.__all__,
    *holds.__all__,
    *impacts.__all__,
    *incidents.__all__,
    *releases.__all__,
)
