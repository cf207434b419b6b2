"""The network of this process: kept compiled, caught up before every answer, never with uncommitted rows in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from weakref import WeakKeyDictionary

from django.db import connections, router

from dcim.models import Device

from .building import facts_of, shape_of
from .changes import TRUSTED, Moment, Note, by_kind, look
from .compiled import Network
from .patching import patched
from .rules import Rules, current_rules

__all__ = ('build_network', 'current_network', 'forget_networks', 'reading_once')


@dataclass(frozen=True, slots=True)
class _Kept:
    """A network with what it was compiled from; `own`: the notes of an open transaction that are in it."""

    network: Network
    rules: Rules
    place: tuple[int, ...]
    seen: str
    at: datetime
    transaction: str = ''
    own: frozenset[int] = frozenset()

    def fits(self, moment: Moment, rules: Rules) -> bool:
        """Whether it can be brought to this moment."""
        return (
            self.rules == rules
            and self.place == moment.place
            and moment.at - self.at < TRUSTED
            and self.own <= moment.own
            and self.transaction in ('', moment.transaction)
        )


_committed: dict[str, _Kept] = {}
_locks: dict[str, Lock] = {}
# what is not watched, inside `reading_once()`: by alias, with the rules
_once: ContextVar[dict[tuple[str, Rules], Network] | None] = ContextVar('networks_read_once', default=None)
# of open transactions, by connection: each belongs to one thread
_private: WeakKeyDictionary[object, _Kept] = WeakKeyDictionary()


def current_network(using: str | None = None) -> Network:
    """The network as committed, with the changes of the own transaction (graph.md §4).

    using: alias of the database, by default the one that devices are read from. One query where nothing changed; else
    what changed is read again; everything, where that is shorter, where the rules in the settings changed, and in a
    schema whose tables are not watched, such as a branch of netbox-branching.
    """
    alias = using or router.db_for_read(Device)
    rules = current_rules()
    private = _private.get(connections[alias])
    if private is not None:
        moment = look(alias, private.seen)
        if moment.own and moment.watched and private.fits(moment, rules):
            return _remember_private(alias, _brought_to(private, moment))
        del _private[connections[alias]]
    once = _once.get()
    if once is not None and (alias, rules) in once:
        return once[alias, rules]
    with _locks.setdefault(alias, Lock()):
        kept = _committed.get(alias)
        moment = look(alias, kept.seen if kept else None)
        kept = kept if kept and kept.fits(moment, rules) else None
        fresh = _brought_to(kept, moment) if kept else _built(alias, rules, moment)
        if moment.watched and not moment.own:
            _committed[alias] = fresh
    if moment.watched and moment.own:
        return _remember_private(alias, fresh)
    if once is not None and not moment.watched:
        once[alias, rules] = fresh.network
    return fresh.network


@contextmanager
def reading_once() -> Iterator[None]:
    """For one question about a schema that is not watched, such as a branch: inside, its network is read only once."""
    token = _once.set({})
    try:
        yield
    finally:
        _once.reset(token)


def build_network(using: str | None = None) -> Network:
    """A network read anew, whatever is kept."""
    facts = facts_of(using or router.db_for_read(Device), current_rules())
    return Network(facts, shape_of(facts))


def forget_networks() -> None:
    """Drop everything that this process keeps."""
    _committed.clear()
    _private.clear()


def _built(alias: str, rules: Rules, moment: Moment) -> _Kept:
    facts = facts_of(alias, rules)
    return _kept(Network(facts, shape_of(facts)), rules, moment)


def _brought_to(kept: _Kept, moment: Moment) -> _Kept:
    notes: list[Note] = [note for note in moment.notes if note.number not in kept.own]
    network = patched(kept.network, by_kind(notes)) if notes else kept.network
    return _kept(network, kept.rules, moment)


def _kept(network: Network, rules: Rules, moment: Moment) -> _Kept:
    transaction = moment.transaction if moment.own else ''
    return _Kept(network, rules, moment.place, moment.snapshot, moment.at, transaction, moment.own)


def _remember_private(alias: str, kept: _Kept) -> Network:
    _private[connections[alias]] = kept
    return kept.network
