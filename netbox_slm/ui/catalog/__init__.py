"""Panels of the detail pages of the domain catalog."""

from . import attributes, needs, structure
from .attributes import *
from .needs import *
from .structure import *

__all__ = (*attributes.__all__, *needs.__all__, *structure.__all__)
