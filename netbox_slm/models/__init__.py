"""The records of service level management. Models know no view, engine or use case."""

from .agreements import *
from .attainment import *
from .catalog import *
from .operations import *
