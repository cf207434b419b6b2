"""REST representations; one module per domain."""

from .agreements import *
from .attainment import *
from .catalog import *
from .operations import *
