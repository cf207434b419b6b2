"""Pages of the domain catalog."""

from . import entries, needs, points, service_records, service_tabs, services, structure
from .entries import *
from .needs import *
from .points import *
from .service_records import *
from .service_tabs import *
from .services import *
from .structure import *

__all__ = (
    *entries.__all__,
    *needs.__all__,
    *points.__all__,
    *service_records.__all__,
    *service_tabs.__all__,
    *services.__all__,
    *structure.__all__,
)
