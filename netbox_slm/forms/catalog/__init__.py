"""Forms of the domain catalog: edit, bulk edit, import and filter form of each model."""

from . import entries, needs, services, structure
from .entries import *
from .needs import *
from .services import *
from .structure import *

__all__ = (*entries.__all__, *needs.__all__, *services.__all__, *structure.__all__)
