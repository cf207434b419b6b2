"""Ask the graph and the oracle the same, and say where they differ."""

import os
import random

from netbox_slm.graph import Ref, impact

from .states import AT_RISK, DEGRADED, DOWN

# Every single object instead of a fixed number per type.
WHOLE = bool(os.environ.get('SLM_ORACLE_WHOLE'))
SETS = 300
SHOWN = 12


def asked(effects, before=None):
    """The graph's answer in the oracle's form: {(type, id): (state, state before, steps)}."""
    answer = impact(_refs(effects), before=_refs(before or {}), components=True)
    return {tuple(ref): (found.state, found.before, found.distance) for ref, found in answer.touched.items()}


def _refs(effects):
    return {Ref(*ref): state for ref, state in effects.items()}


def differences(oracle, effects, before=None):
    """A line for each object of which the answers differ."""
    expected, got = oracle.impact(effects, before), asked(effects, before)
    return [
        f'{effects} before {before or {}}: {ref} expected {expected.get(ref)}, got {got.get(ref)}'
        for ref in sorted({*expected, *got})
        if expected.get(ref) != got.get(ref)
    ]


def assert_agree(oracle, questions):
    """Fail with the first differences; a question is (effects, before)."""
    found = []
    for effects, before in questions:
        found += differences(oracle, effects, before)
        if len(found) >= SHOWN:
            break
    assert not found, '\n'.join(found[:SHOWN])


def singles(oracle, label, most=None):
    """One question for each object of a type, down; at most so many of them, the same each time."""
    refs = [ref for ref in oracle.needs.of if ref[0] == label]
    return [({ref: DOWN}, {}) for ref in (sample(refs, most, label) if most else refs)]


def sample(refs, most, seed):
    """So many of them at most, the same each time; all where the whole is asked for."""
    return refs if WHOLE or len(refs) <= most else random.Random(seed).sample(refs, most)


def random_sets(oracle, seed, amount=SETS, own=None):
    """Several failures at once, also degraded ones, and some with others before them.

    Most of what is named is of the kinds that much stands on. `own`: prefer these objects.
    """
    dice = random.Random(seed)
    refs = list(oracle.needs.of)
    heavy = [ref for ref in own or refs if len(oracle.needs.above[ref]) > 1 or ref in oracle.network.hops]

    containers = [ref for ref in refs if ref[0] in ('dcim.region', 'dcim.sitegroup', 'dcim.site', 'dcim.location')]
    feeds = [ref for ref in refs if ref[0] in ('dcim.powerfeed', 'dcim.powerport', 'dcim.cable')]

    def one():
        return dice.choice(dice.choices((heavy, refs, containers, feeds), (11, 6, 1, 2))[0])

    def some(most):
        return {one(): dice.choice((DOWN, DOWN, DOWN, DEGRADED, AT_RISK)) for _n in range(dice.randint(1, most))}

    return [(some(8), some(4) if dice.random() < 0.4 else {}) for _n in range(amount)]
