"""Panels of the detail pages of the domain agreements."""

from . import attributes, credits, next_step, related, standings, support, times, versions, week
from .attributes import *
from .credits import *
from .next_step import *
from .related import *
from .standings import *
from .support import *
from .times import *
from .versions import *
from .week import *

__all__ = (
    *attributes.__all__,
    *credits.__all__,
    *next_step.__all__,
    *related.__all__,
    *standings.__all__,
    *support.__all__,
    *times.__all__,
    *versions.__all__,
    *week.__all__,
)
