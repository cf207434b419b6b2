"""Pages; one module per domain. No logic: each asks one use case or one queryset."""

from .agreements import *
from .attainment import *
from .branches import *
from .catalog import *
from .changes import *
from .consequences import *
from .documentation import *
from .impact import *
from .measurements import *
from .operations import *
from .revisions import *
from .tabs import *
