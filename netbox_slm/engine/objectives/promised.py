"""What promises of parts are worth together, where outages of the parts have nothing to do with each other."""

from collections.abc import Sequence
from fractions import Fraction

from ..errors import StructureError


def all_up(shares: Sequence[Fraction]) -> Fraction:
    """The expected share of time in which every part is up: the product; 1 without a part. Exact."""
    product = Fraction(1)
    for share in shares:
        product *= share
    return product


def enough_up(shares: Sequence[Fraction], needed: int) -> Fraction:
    """The expected share of time in which at least `needed` of the parts are up (semantics.md §2). Exact, O(n²).

    Raises StructureError where more are needed than there are, or fewer than one.
    """
    if not 1 <= needed <= len(shares):
        raise StructureError('needed', needed, f'at least 1 and at most the {len(shares)} parts can be needed.')
    chances = [Fraction(1)]  # of so many parts being up
    for share in shares:
        down = [chance * (1 - share) for chance in chances] + [Fraction(0)]
        up = [Fraction(0)] + [chance * share for chance in chances]
        chances = [one + other for one, other in zip(down, up, strict=True)]
    return sum(chances[needed:], Fraction(0))
