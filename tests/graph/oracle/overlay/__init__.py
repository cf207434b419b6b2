"""A network laid over the demonstration data with what that lacks, built through NetBox's models."""

from . import ends, network, power, strands, virtual
from .lab import Lab


def build():
    """Make it in the database in use; returns the lab."""
    lab = Lab()
    servers = power.build(lab)
    network.build(lab, servers)
    virtual.build(lab, servers)
    strands.build(lab)
    ends.build(lab)
    return lab
