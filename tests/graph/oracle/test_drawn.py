"""Impact on small networks drawn at random equals the oracle's; what differs is made as small as it goes.

`SLM_ORACLE_SEEDS=1000 SLM_ORACLE_FIRST=500` asks other networks, and more of them.
"""

import os

import pytest
from django.apps import apps
from django.db import connection, transaction

from . import Oracle
from .agreement import differences, random_sets
from .drawn import Drawn, smaller
from .rows import read_rows
from .written import Laid, vary

pytestmark = pytest.mark.django_db

FIRST, SEEDS = (int(os.environ.get(f'SLM_ORACLE_{name}', default)) for name, default in (('FIRST', 0), ('SEEDS', 12)))
QUESTIONS, VARIATIONS = 20, 2


def name_of(ref):
    """What an object is called in every plan that makes it."""
    label, pk = ref
    return label, str(apps.get_model(label).objects.get(pk=pk))


def asked_of(steps, question):
    """Lay a plan, and ask: the first question on which the answers differ, with names, and where; None where none."""
    with transaction.atomic():
        Laid(steps)
        found = _first_difference(question)
        transaction.set_rollback(True)
    return found


def _first_difference(question):
    oracle = Oracle(read_rows(connection))
    for effects, before in question(oracle):
        lines = differences(oracle, effects, before)
        if lines:
            names = {ref: name_of(ref) for ref in oracle.needs.of}
            named = [{names[ref]: state for ref, state in each.items()} for each in (effects, before)]
            return named, [_with_names(line, names) for line in lines]
    return None


def first_difference(seed):
    """(plan, question, lines) of the first difference on a network or one of its variations; None where there is none.

    A variation is the last step of its plan.
    """
    steps = Drawn(seed).steps
    with transaction.atomic():
        Laid(steps)
        for variation in range(VARIATIONS + 1):
            if variation:
                number = seed * 100 + variation
                steps = [*steps, (len(steps), 'variation', (number,), {})]
                vary(number)
            found = _first_difference(lambda oracle, part=variation: random_sets(oracle, seed * 10 + part, QUESTIONS))
            if found:
                break
        transaction.set_rollback(True)
    return (steps, *found) if found else None


def _with_names(line, names):
    for ref, (label, name) in names.items():
        line = line.replace(str(ref), f'<{label} {name}>')
    return line


def same_question(named):
    """The question with these names, as far as the plan has them."""

    def question(oracle):
        refs = {name_of(ref): ref for ref in oracle.needs.of}
        effects, before = ({refs[name]: state for name, state in each.items() if name in refs} for each in named)
        return [(effects, before)] if effects else []

    return question


def fewest(steps, named):
    """The smallest plan and question found on which the answers still differ."""
    steps = smaller(steps, lambda fewer: bool(asked_of(fewer, same_question(named))))
    for place in (0, 1):
        for name in list(named[place]):
            less = [dict(each) for each in named]
            del less[place][name]
            if asked_of(steps, same_question(less)):
                named = less
    steps = smaller(steps, lambda fewer: bool(asked_of(fewer, same_question(named))))
    return steps, asked_of(steps, same_question(named))


@pytest.mark.parametrize('seed', range(FIRST, FIRST + SEEDS))
def test_a_network_at_random_has_the_impact_that_the_oracle_finds(seed):
    found = first_difference(seed)
    if found:
        steps, (named, lines) = fewest(*found[:2])
        pytest.fail('\n'.join([*map(str, steps), str(named), *lines]))
