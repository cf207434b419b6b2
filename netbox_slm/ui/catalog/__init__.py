"""Panels of the detail pages of the domain catalog."""

from . import attributes, history, needs, structure
from .attributes import *
from .history import *
from .needs import *
from .structure import *

__all__ = (*attributes.__all__, *history.__all__, *needs.__all__, *structure.__all__)
