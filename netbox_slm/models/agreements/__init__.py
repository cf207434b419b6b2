"""What is promised, to whom, and in which hours: calendars, contracts, agreements, targets, maintenance windows."""

from .calendars import *
from .contracts import *
from .credits import *
from .maintenance import *
from .slas import *
from .targets import *
