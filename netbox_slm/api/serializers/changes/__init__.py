"""REST representations of changes and releases and of what belongs to them."""

from .customers import *
from .effects import *
from .flags import *
from .freezes import *
from .planned import *
from .release_parts import *
from .steps import *
