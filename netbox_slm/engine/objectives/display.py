"""Figures as text: cut, so that no miss ever reads as a pass (semantics.md, head; pages.md, rule 4)."""

from fractions import Fraction

from .verdict import Share

MOST_DIGITS = 6


def digits_of(value: Fraction, most: int = MOST_DIGITS) -> int:
    """How many decimals a number has, at most `most`."""
    for digits in range(most):
        if (value * 10**digits).denominator == 1:
            return digits
    return most


def cut(value: Fraction, digits: int, *, up: bool = False) -> Fraction:
    """A number cut to so many decimals, towards the lower one, or the upper one."""
    scaled = value * 10**digits
    whole = -(-scaled.numerator // scaled.denominator) if up else scaled.numerator // scaled.denominator
    return Fraction(whole, 10**digits)


def decimal_text(value: Fraction, digits: int) -> str:
    """A number that has at most so many decimals, with just these: '99.89', '-0.50'."""
    whole = abs(value.numerator) * 10**digits // value.denominator
    text = f'{whole:0{digits + 1}d}'
    sign = '-' if value < 0 else ''
    return f'{sign}{text[:-digits]}.{text[-digits:]}' if digits else f'{sign}{text}'


def percent_text(share: Share, target: Fraction) -> str | None:
    """'99.89 %' of a share, cut to one decimal more than its target (a ratio) has in percent; None without data."""
    if not share.has_data:
        return None
    digits = digits_of(target * 100) + 1
    return f'{decimal_text(cut(share.fraction * 100, digits), digits)} %'


def value_text(value: Fraction, target: Fraction, *, more_is_better: bool) -> str:
    """A value cut to one decimal more than its target has, towards the bad side."""
    digits = digits_of(target) + 1
    return decimal_text(cut(value, digits, up=not more_is_better), digits)
