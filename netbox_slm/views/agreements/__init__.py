"""Pages of the domain agreements."""

from . import backtest, calendars, contracts, credits, maintenance, outlook, slas, targets
from .backtest import *
from .calendars import *
from .contracts import *
from .credits import *
from .maintenance import *
from .outlook import *
from .slas import *
from .targets import *

__all__ = (
    *backtest.__all__,
    *calendars.__all__,
    *contracts.__all__,
    *credits.__all__,
    *maintenance.__all__,
    *outlook.__all__,
    *slas.__all__,
    *targets.__all__,
)
