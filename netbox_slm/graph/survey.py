"""Which objects a question is about, and their needs: up from what is named, then down from what is found."""

from datetime import datetime

import numpy as np

from ..engine.distinct import distinct, union, without
from ..engine.instants import I64
from ..engine.structure import AT_RISK, GROUP, REQUIRED, SOFT
from .answer import Limits
from .facts import ANY, Fact
from .layers import BARE
from .linked import LinkReader, Links
from .network import Network, current_network
from .network.linking import WayTable
from .providers.linked import ENDS, WAYS
from .reading import OWN, REPLACES, Reader
from .refs import Ref
from .registry import Need

__all__ = ('Survey',)

# A device, what is in it, and a circuit have reach beside; these facts pass that of a device on (graph.md §4).
_CARRIERS = ('component', 'module', 'device_bay')
_KINDS = {'required': REQUIRED, 'soft': SOFT, 'group': GROUP}
_EMPTY = np.zeros(0, dtype=np.int64)


class Survey:
    """Objects and needs read so far. Objects are keys of the reader.

    cone: what something named may make worse. known: the cone and all below it, whose needs have been read. levels: the
    same, as they were read step by step. cut: at which limit the search up ended. skips_quiet: below the cone, what is
    never out unless named (sites, racks, cables) is known without its needs. only_hardware: up to what stands on bare
    states.
    """

    def __init__(
        self,
        at: datetime | None = None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        *,
        reader: Reader | None = None,
        network: Network | None = None,
        skips_quiet: bool = False,
        only_hardware: bool = False,
    ) -> None:
        self.reader = reader or Reader(at)
        self.limits = limits
        self.network = network or current_network(self.reader.alias)
        self.known = _EMPTY
        self.levels: list[I64] = []
        self._links = LinkReader(self.network)
        self.cut: str | None = None
        self._bare = _EMPTY
        self._followed = _EMPTY
        self._mild = _EMPTY
        self.held = _EMPTY
        self._wanted = _EMPTY
        self._unread = _EMPTY
        self._quiet = self.reader.quiet_types() if skips_quiet and limits == Limits() else frozenset[str]()
        self._rows: list[I64] = []
        self._only_hardware = only_hardware
        self._classify()

    def _classify(self) -> None:
        reader = self.reader
        keys = [provider.key for provider in reader.providers]
        self._others = [place for place, provider in enumerate(reader.providers) if not hasattr(provider, 'facts')]
        self.has_links = 'link' in keys
        of = [keys[place] for place in reader.provider_of]
        self._sql = range(reader.stated)
        self.carriers = [
            number for number in self._sql if of[number] in _CARRIERS and reader.facts[number].needed == 'dcim.device'
        ]
        self._on_bare = [
            number for number in self._sql if not self._only_hardware or reader.facts[number].dependent in BARE
        ]
        self._on_shown = [
            number
            for number in self._sql
            if number in self.carriers or of[number] == 'explicit' or reader.facts[number].dependent not in BARE
        ]
        self._on_at_risk = [
            number
            for number in self._sql
            if (number in self._on_shown or reader.facts[number].needed not in BARE)
            and reader.facts[number].least <= AT_RISK
            and reader.facts[number].kind != SOFT
        ]
        self._groups = [number for number in self._sql if reader.facts[number].kind == GROUP]
        self._added: dict[tuple, int] = {}
        self._added_groups = 0

    # what was read

    def facts(self) -> I64:
        """The needs read so far, as rows of the reader, without those that an explicit need replaces."""
        rows = self._all_rows()
        facts = rows[rows[:, 0] >= 0]
        if not (rows[:, 0] == REPLACES).any():
            return facts
        provider = np.array(self.reader.provider_of, dtype=np.int64)[facts[:, 0]]
        return facts[~np.isin(self._codes(facts[:, 1], provider), self._replaced())]

    def links(self) -> Links:
        """The links of the ends whose needs were read, without those that an explicit need replaces."""
        links = self._links.all
        number = [place for place, provider in enumerate(self.reader.providers) if provider.key == 'link']
        held = np.isin(links.end, self.known)
        if number:
            held &= ~np.isin(self._codes(links.end, number[0]), self._replaced())
        return links.taken(held)

    def ways(self, keys: I64) -> WayTable:
        """The edges of these devices and circuits, and what they stand on."""
        return self._links.ways(self.network, keys)

    def not_in_operation(self) -> I64:
        """What is down from the outset, of all whose needs were read."""
        rows = self._all_rows()
        return distinct(rows[rows[:, 0] == OWN, 1])

    def _all_rows(self) -> I64:
        if len(self._rows) > 1:
            self._rows = [np.concatenate(self._rows)]
        return self._rows[0] if self._rows else np.zeros((0, 5), dtype=np.int64)

    def _replaced(self) -> I64:
        rows = self._all_rows()
        rows = rows[(rows[:, 0] == REPLACES) & (rows[:, 2] >= 0)]
        return self._codes(rows[:, 1], rows[:, 2])

    def _codes(self, keys: I64, provider: I64 | int) -> I64:
        """Object and provider in one number; only for objects whose needs were read."""
        return np.searchsorted(self.known, keys) * len(self.reader.providers) + provider

    # up

    @property
    def cone(self) -> I64:
        """What something named may make worse."""
        return union(self._followed, self._mild)

    def up(self, named: I64, shown: I64 = _EMPTY, at_risk: I64 = _EMPTY) -> None:
        """Add to the cone what `named` may take down, and what stands on the shown states of `shown`.

        at_risk: of these the shown states are at risk and no worse, which not every need passes on.
        """
        bare, shown = without(named, self._bare), without(shown, self._followed)
        self._followed = union(self._followed, union(bare, shown))
        self._bare = union(self._bare, bare)
        depth = 0
        while bare.size or shown.size:
            if self._reaches_limit(depth):
                return
            depth += 1
            bare, shown = self._dependents(bare, shown)
            self._bare = union(self._bare, bare)
            self._followed = union(self._followed, union(bare, shown))
        self.held = without(self.held, self._followed)
        self._up_at_risk(at_risk)

    def _up_at_risk(self, keys: I64) -> None:
        """What is at risk by what is at risk: nothing else can come of it.

        A group most often is as up as before, so what needs one waits in `held` until its state is known.
        """
        waiting = without(keys, self.cone)
        depth = 0
        while waiting.size:
            self._mild = union(self._mild, waiting)
            self.held = without(self.held, waiting)
            if self._reaches_limit(depth):
                return
            depth += 1
            rows = self.reader.reverse(waiting, self._on_at_risk)
            by_group = np.isin(rows[:, 0], self._groups)
            self.held = union(self.held, without(rows[by_group, 1], self.cone))
            found = [rows[~by_group, 1], *self._by_others(waiting)]
            waiting = without(distinct(np.concatenate(found)), self.cone)

    def follow(self, held: I64) -> None:
        """Add what stands on these of `held`, which are at risk, with its needs."""
        self.held = without(self.held, held)
        self._up_at_risk(held)
        self.down()

    def add(self, keys: I64) -> None:
        """Have the needs of these read too, though nothing named takes them down."""
        self._wanted = union(self._wanted, keys)

    def _reaches_limit(self, depth: int) -> bool:
        if self.limits.depth is not None and depth >= self.limits.depth:
            self.cut = 'depth'
        elif self.limits.objects is not None and self.cone.size > self.limits.objects:
            self.cut = 'objects'
        else:
            return False
        return True

    def _dependents(self, bare: I64, shown: I64) -> tuple[I64, I64]:
        """One step up: what needs these, to be judged by its bare state, and by its shown state only."""
        found, carried = [_EMPTY], [_EMPTY]
        if bare.size:
            found.append(self.reader.reverse(bare, self._on_bare)[:, 1])
            found += self._by_links(bare)
        found += self._by_others(union(bare, shown))
        if shown.size:
            rows = self.reader.reverse(shown, self._on_shown)
            is_carried = np.isin(rows[:, 0], self.carriers)
            found.append(rows[~is_carried, 1])
            carried.append(rows[is_carried, 1])
        bare = without(distinct(np.concatenate(found)), self._bare)
        shown = without(distinct(np.concatenate(carried)), union(self._followed, bare))
        return bare, shown

    def _by_links(self, keys: I64) -> list[I64]:
        if not self.has_links:
            return []
        reader = self.reader
        ends, ways = (keys[reader.of_types(keys, labels)] for labels in (ENDS, WAYS))
        return [self._links.at(ends).far, self._links.ends_through(ways)]

    def _by_others(self, keys: I64) -> list[I64]:
        """What needs these by providers of other plugins."""
        found = []
        for place in self._others:
            provider = self.reader.providers[place]
            mine = keys if ANY in provider.needed else keys[self.reader.of_types(keys, provider.needed)]
            if mine.size:
                found.append(self.reader.keys(provider.needed_by(self.reader.refs(mine))))
        return found

    # down

    def down(self, depth: int | None = None) -> None:
        """Read the needs of the cone and of all that is below it, or of `depth` steps of that."""
        asked = union(union(self.cone, self.held), self._wanted)
        waiting = without(asked, without(self.known, self._unread))
        skipped: frozenset[str] = frozenset()  # what the cone needs is read, whatever it is
        while waiting.size and depth != 0:
            depth = None if depth is None else depth - 1
            self.known = union(self.known, waiting)
            self._unread = without(self._unread, waiting)
            self.levels.append(waiting)
            rows = [self.reader.forward(waiting, skipped=skipped), *self._needs_by_others(waiting)]
            skipped = self._quiet
            self._rows += rows
            needed = [row[row[:, 0] >= 0, 2] for row in rows]
            needed += self._needs_by_links(waiting)
            waiting = self._unknown(distinct(np.concatenate(needed)))

    def _unknown(self, keys: I64) -> I64:
        """Those of which the needs are to be read; what is never out without being named is known already."""
        fresh = without(keys, self.known)
        if not self._quiet:
            return fresh
        is_quiet = self.reader.of_types(fresh, self._quiet)
        self.known = union(self.known, fresh[is_quiet])
        self._unread = union(self._unread, fresh[is_quiet])
        return fresh[~is_quiet]

    def _needs_by_links(self, keys: I64) -> list[I64]:
        if not self.has_links:
            return []
        links = self._links.at(keys[self.reader.of_types(keys, ENDS)])
        return [links.far, links.way]

    def _needs_by_others(self, keys: I64) -> list[I64]:
        """Needs that providers of other plugins know, as rows."""
        found = []
        for place in self._others:
            provider = self.reader.providers[place]
            mine = keys if ANY in provider.dependents else keys[self.reader.of_types(keys, provider.dependents)]
            if mine.size:
                found += [self._as_rows(place, need) for need in provider.needs(self.reader.refs(mine))]
        return found

    def _as_rows(self, place: int, need: Need) -> I64:
        name = (place, need.relation, need.kind)
        if name not in self._added:
            self._added[name] = len(self.reader.facts)
            self.reader.facts.append(Fact(need.relation, ANY, ANY, '', '', kind=_KINDS[need.kind]))
            self.reader.provider_of.append(place)
        self._added_groups += need.kind == 'group'
        dependent, *needed = self.reader.keys([need.dependent, *need.needed]).tolist()
        rows = [(self._added[name], dependent, key, self._added_groups, need.min_available) for key in needed]
        return np.array(rows, dtype=np.int64).reshape(-1, 5)

    def without_reach(self) -> frozenset[Ref]:
        """Objects of which an explicit need says that they do not need the network."""
        reader = self.reader
        if not any(provider.key == 'explicit' for provider in reader.providers):
            return frozenset()
        return frozenset(reader.refs(reader.replaced_by_nothing('network')))
