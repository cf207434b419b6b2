"""Forms of changes and releases and of what belongs to them."""

from . import aftermath, customers, effects, flags, freezes, planned, releases
from .aftermath import *
from .customers import *
from .effects import *
from .flags import *
from .freezes import *
from .planned import *
from .releases import *

__all__ = (
    *aftermath.__all__,
    *customers.__all__,
    *effects.__all__,
    *flags.__all__,
    *freezes.__all__,
    *planned.__all__,
    *releases.__all__,
)
