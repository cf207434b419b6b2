"""What is looked at every minute, because time alone can make it worth telling."""

from datetime import datetime

from .burning import tell_burn_rates
from .deadlines import tell_deadlines
from .defects import tell_defects
from .figures import recheck_figures
from .telling import hand_over_pending

__all__ = ('watch',)


def watch(now: datetime) -> dict[str, int]:
    """Tell of deadlines, burn rates, defects and held back figures; take up events that never left.

    Returns how many events each gave. Safe to run twice, also at once.
    """
    return {
        'deadlines': tell_deadlines(now),
        'burn_rates': tell_burn_rates(now),
        'defects': tell_defects(now),
        'figures': recheck_figures(now),
        'left': hand_over_pending(now),
    }
