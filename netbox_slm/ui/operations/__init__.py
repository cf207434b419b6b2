"""Panels, attributes and buttons of incidents and of what belongs to them."""

from . import attributes, buttons, figures, sentence
from .attributes import *
from .buttons import *
from .figures import *
from .sentence import *

__all__ = (*attributes.__all__, *buttons.__all__, *figures.__all__, *sentence.__all__)
