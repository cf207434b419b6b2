"""Statements of the graph are planned once for many questions, without touching anybody else's."""

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from netbox_slm.columns import prepared_columns

pytestmark = pytest.mark.django_db

SQL = 'SELECT i, i * 2 FROM unnest($1::bigint[]) i WHERE i % 2 = 1'


def ask(*numbers, sql=SQL):
    found = prepared_columns(sql, [f'{{{",".join(map(str, numbers))}}}'], ('one', 'two'), 'default')
    return {name: values.tolist() for name, values in found.items()}


def prepared():
    with connection.cursor() as cursor:
        cursor.execute('SELECT count(*) FROM pg_prepared_statements')
        return cursor.fetchone()[0]


def test_each_question_has_its_own_values_and_one_plan():
    before = prepared()

    assert ask(1, 2, 3) == {'one': [1, 3], 'two': [2, 6]}
    assert ask(5) == {'one': [5], 'two': [10]}
    assert ask(2**40 + 1) == {'one': [2**40 + 1], 'two': [2**41 + 2]}
    assert ask() == {'one': [], 'two': []}
    assert prepared() == before + 1
    assert connection.connection.prepare_threshold is None


def test_nothing_is_prepared_where_connections_are_shared(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, 'DISABLE_SERVER_SIDE_CURSORS', True)
    before = prepared()
    sql = f'{SQL} AND i > 0'

    assert [ask(1, sql=sql), ask(3, sql=sql)] == [{'one': [1], 'two': [2]}, {'one': [3], 'two': [6]}]
    assert prepared() == before


def test_a_statement_is_counted_as_any_other_and_fails_as_one():
    with CaptureQueriesContext(connection) as queries:
        ask(1)
    assert len(queries) == 1
    assert 'unnest($1::bigint[])' in queries[0]['sql']

    with pytest.raises(DatabaseError, match='nowhere'):
        ask(1, sql='SELECT i, i FROM nowhere')
    assert connection.connection.prepare_threshold is None
