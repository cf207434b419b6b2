"""Panels of the detail pages of the domain catalog."""

from . import attributes, structure
from .attributes import *
from .structure import *

__all__ = (*attributes.__all__, *structure.__all__)
