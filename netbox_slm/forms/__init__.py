"""Forms: edit, bulk edit, import, filter; one module per domain."""

from .agreements import *
from .attainment import *
from .catalog import *
from .changes import *
from .impact import *
from .measurements import *
from .operations import *
from .revisions import *
