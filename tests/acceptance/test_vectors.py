"""Cases with known answers, run through the public engine (docs/engine.md says which families are not ours)."""

from pathlib import Path

import pytest

from .vector_runner import FAMILIES, OUTSIDE_SEMANTICS, load_vectors, vector_files
from .vector_runner.files import same

FILES = vector_files()
VECTORS = [vector for path in FILES for vector in load_vectors(path)]


def test_there_are_vectors_to_run():
    if not FILES:
        pytest.skip('needs vectors (SLM_VECTORS)')

    assert VECTORS


@pytest.mark.parametrize('vector', [pytest.param(vector, id=f'{vector.id}') for vector in VECTORS])
def test_vector(vector):
    if vector.family in OUTSIDE_SEMANTICS:
        pytest.skip(f'{vector.family} is outside semantics.md: see docs/engine.md')
    assert vector.family in FAMILIES, f'unknown family {vector.family}'

    found = FAMILIES[vector.family](vector)

    wrong = {
        key: (found.get(key, 'missing'), expected)
        for key, expected in vector.expected.items()
        if key not in found or not same(found[key], expected, vector.row.get('tolerance'))
    }
    assert not wrong, f'{vector.file} {vector.id}: found, expected: {wrong}'


def test_the_docs_say_why_each_skipped_family_is_not_ours():
    engine_docs = (Path(__file__).resolve().parents[2] / 'docs/engine.md').read_text(encoding='utf-8')

    assert {family for family in OUTSIDE_SEMANTICS if f'| `{family}` | ' in engine_docs} == OUTSIDE_SEMANTICS


def test_instants_of_other_offsets_are_compared_by_their_time():
    assert same('2026-01-01T10:00:00Z', '2026-01-01T12:00:00+02:00', 0)
    assert not same('2026-01-01T10:00:00Z', '2026-01-01T10:00:00+02:00', 0)
