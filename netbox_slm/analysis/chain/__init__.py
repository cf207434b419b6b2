"""The chain check: whether what an agreement promises is covered by the OLAs and underpinning contracts it rests on."""

from .check import check_chain
from .gaps import ChainCheck, Gap, ShownCheck, shown_to

__all__ = ('ChainCheck', 'Gap', 'ShownCheck', 'check_chain', 'shown_to')
