"""Sets of numbers as sorted arrays."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from netbox_slm.engine.distinct import distinct, union, without

NUMBERS = st.lists(st.integers(-5, 5), max_size=12)


@given(NUMBERS, NUMBERS)
def test_they_are_the_sets_of_python(first, second):
    one, two = np.array(first, np.int64), np.array(second, np.int64)

    assert distinct(one).tolist() == sorted(set(first))
    assert union(one, two).tolist() == sorted({*first, *second})
    assert without(one, np.sort(two)).tolist() == sorted(set(first) - set(second))
