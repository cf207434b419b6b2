"""What is offered (catalogue) and what runs for somebody (services), with the CIs and services each stands on."""

from . import entries, needs, services, structure
from .entries import *
from .needs import *
from .services import *
from .structure import *

__all__ = (*entries.__all__, *needs.__all__, *services.__all__, *structure.__all__)
