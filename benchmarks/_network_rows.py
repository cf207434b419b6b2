"""Rows of a made-up world by SQL: copies of one row for each row of a table."""

from django.db import connection

__all__ = ('copies', 'execute', 'path_rows')


def execute(sql, params=None):
    """One statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def copies(model, pk, source, **changed):
    """A copy of one row for each row `g` of a table, with these columns changed."""
    columns = [field.column for field in model._meta.concrete_fields]
    unknown = changed.keys() - columns
    if unknown:
        raise ValueError(f'{model.__name__} has no column {", ".join(sorted(unknown))}.')
    values = ', '.join(changed.get(column, f'b."{column}"') for column in columns)
    names = ', '.join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    execute(f'INSERT INTO {table} ({names}) SELECT {values} FROM {table} b, {source} g WHERE b.id = {pk}')


def path_rows(nodes):
    """Columns of a cable path over these nodes, each SQL of its text."""
    steps = ', '.join(f'jsonb_build_array({node})' for node in nodes)
    return {'path': f'jsonb_build_array({steps})', '_nodes': f'ARRAY[{", ".join(nodes)}]::varchar[]'}
