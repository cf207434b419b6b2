"""How the graph names an object: by the label of its type and its id."""

from typing import NamedTuple

__all__ = ('Ref',)


class Ref(NamedTuple):
    """An object of NetBox. type: label of its model, 'dcim.device'; id: its primary key."""

    type: str
    id: int
