"""The files of vectors: where they are, what one vector is, how text in them becomes instants."""

import gzip
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from netbox_slm.engine.instants import SECOND_US, from_us, to_us
from netbox_slm.engine.intervals import Spans

_FOLDER = Path(__file__).resolve().parents[4] / 'shared/data/vectors'
_DEFAULT = ('vectors.json', 'generated_sample.json')


@dataclass(frozen=True)
class Vector:
    """One case, and the file it is from."""

    file: str
    row: dict[str, Any]
    calendars: dict[str, Any]

    def __getattr__(self, name):
        try:
            return self.row[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def family(self):
        return self.row['family']

    @property
    def input(self):
        return self.row.get('input') or {}

    @property
    def zone(self):
        return self.row.get('timezone') or 'UTC'

    def says(self, *conventions):
        """Whether one of these conventions holds; they are told by how they begin."""
        return any(said.startswith(conventions) for said in self.row.get('conventions') or [])


def vector_files():
    """The files of SLM_VECTORS (separated as a PATH is, or by commas), else those of the shared data; only existing."""
    named = os.environ.get('SLM_VECTORS')
    if not named:
        return [path for path in (_FOLDER / name for name in _DEFAULT) if path.is_file()]
    return [Path(part) for part in named.replace(',', os.pathsep).split(os.pathsep) if part.strip()]


@cache
def load_vectors(path):
    """All vectors of a file, which may be compressed by gzip."""
    path = Path(path)
    packed = path.read_bytes()
    content = json.loads(gzip.decompress(packed) if path.suffix == '.gz' else packed)
    calendars = content.get('calendars') or {}
    return [Vector(path.name, row, calendars) for row in content['vectors']]


def us(text):
    """Microseconds of an ISO 8601 instant."""
    return to_us(datetime.fromisoformat(text))


def us_or(text, default):
    """As `us`, of a text that may be missing."""
    return default if text is None else us(text)


def iso(at_us):
    """An instant as the files write it; None stays None."""
    if at_us is None:
        return None
    return from_us(at_us).isoformat().replace('+00:00', 'Z')


def iso_local(at_us, zone):
    """The wall clock reading of an instant."""
    return None if at_us is None else from_us(at_us).astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat()


def seconds(duration_us):
    """Microseconds as seconds: whole ones as an int."""
    whole, rest = divmod(int(duration_us), SECOND_US)
    return duration_us / SECOND_US if rest else whole


def i64(*values):
    """An int64 array."""
    return np.array(values, dtype=np.int64)


def spans(rows, *, open_end_us, owner=0):
    """Intervals [{start, end}] as Spans of one owner; one without an end lasts until `open_end_us`."""
    starts = [us(row['start']) for row in rows or []]
    ends = [max(us_or(row['end'], open_end_us), start) for row, start in zip(rows or [], starts, strict=True)]
    return Spans(i64(*[owner] * len(starts)), i64(*starts), i64(*ends))


def same(found, expected, tolerance):
    """Whether a value is the expected one: numbers within the tolerance, instants by their time, the rest exactly."""
    if isinstance(expected, bool) or expected is None or isinstance(found, bool) or found is None:
        return found is expected
    if isinstance(expected, (int, float)):
        return isinstance(found, (int, float)) and abs(found - expected) <= (tolerance or 0)
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(same(one, other, tolerance) for one, other in zip(found, expected, strict=True))
        )
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            key in found and same(found[key], value, tolerance) for key, value in expected.items()
        )
    return found == expected or (_instant(expected) is not None and _instant(found) == _instant(expected))


def _instant(text):
    try:
        at = datetime.fromisoformat(text)
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return None
