"""Pages of the domain catalog."""

from . import entries, services, structure
from .entries import *
from .services import *
from .structure import *

__all__ = (*entries.__all__, *services.__all__, *structure.__all__)
