"""Pages of changes and releases and of what belongs to them."""

from . import aftermath, calendar, customers, decisions, effects, flags, freezes, planned, release_parts, tabs
from .aftermath import *
from .calendar import *
from .customers import *
from .decisions import *
from .effects import *
from .flags import *
from .freezes import *
from .planned import *
from .release_parts import *
from .tabs import *

__all__ = (
    *aftermath.__all__,
    *calendar.__all__,
    *customers.__all__,
    *decisions.__all__,
    *effects.__all__,
    *flags.__all__,
    *freezes.__all__,
    *planned.__all__,
    *release_parts.__all__,
    *tabs.__all__,
)
