"""Filter sets of lists and REST; one module per domain."""

from .agreements import *
from .attainment import *
from .catalog import *
from .changes import *
from .measurements import *
from .needs import *
from .operations import *
from .revisions import *
