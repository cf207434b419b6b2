"""Panels, attributes and buttons of incidents and of what belongs to them."""

from . import attributes, buttons, derived, figures, sentence
from .attributes import *
from .buttons import *
from .derived import *
from .figures import *
from .sentence import *

__all__ = (*attributes.__all__, *buttons.__all__, *derived.__all__, *figures.__all__, *sentence.__all__)
