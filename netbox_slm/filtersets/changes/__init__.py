"""Filter sets of changes and releases and of what belongs to them."""

from . import customers, flags, planned, releases
from .customers import *
from .flags import *
from .planned import *
from .releases import *

__all__ = (*customers.__all__, *flags.__all__, *planned.__all__, *releases.__all__)
