"""Panels, attributes, marks and buttons of changes and releases and of what belongs to them."""

from . import attributes, buttons, customers, flags, parts, sentence, steps
from .attributes import *
from .buttons import *
from .customers import *
from .flags import *
from .parts import *
from .sentence import *
from .steps import *

__all__ = (
    *attributes.__all__,
    *buttons.__all__,
    *customers.__all__,
    *flags.__all__,
    *parts.__all__,
    *sentence.__all__,
    *steps.__all__,
)
