"""What an impact costs where 100,000 devices, 40,000 virtual machines and 50,000 services stand on each other.

`./dev bench impact [sites]` prints JSON lines; sites of 5,000 devices (`_network_database.py`), made once and kept.

- `answer`: the whole use case, `analyse()` and what a superuser is shown of it, with all names and reasons.
  `evaluate`: the graph alone. Both in milliseconds, the median of several runs, and how many objects are worse.
- `queries`: how many statements the graph asks for one named object, and for 1,000 of its kind together.
- `recursive CTE`: PostgreSQL walks the same kinds of need from a site; `ratio` says how many times as long the graph
  takes, `answer_ratio` the whole answer. The CTE knows neither redundancy nor states: whatever needs something reached
  is reached. It follows rack and device to site, interfaces and power ports and outlets to their device, interfaces
  over their cable to the far one and from there to a device of a kind that is farther from the core (without that it
  would flood the network), outlets and feeds over their cable to power ports and the devices on them, feeds to their
  panel, clusters and virtual machines to their host, services to components and to services. It counts what it reached
  and explains nothing.
- `network`: what keeps the compiled network current, and building it anew.
"""

import argparse
import json
import sys
import time
from statistics import median

from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dcim.models import Cable, Device, Interface

from netbox_slm.analysis.impact import Question, analyse, seen_by
from netbox_slm.engine.structure import DOWN
from netbox_slm.graph import Ref, impact
from netbox_slm.graph.network import build_network, current_network, forget_networks
from netbox_slm.models import Service, ServiceComponent

from ._impact_baseline import walk_down
from ._network_database import FIRST, PER_SITE, network_database

_RUNS = 7
_SITE = 2


def run(arguments):
    """Print one JSON line per question."""
    parser = argparse.ArgumentParser(prog='bench impact')
    parser.add_argument('sites', type=int, nargs='?', default=20)
    options = parser.parse_args(arguments)
    with network_database(options.sites, _log):
        forget_networks()
        _tell('network: build anew', build_network, 3)
        user = get_user_model()(username='bench', is_superuser=True, is_active=True)
        first = FIRST + PER_SITE * (_SITE - 1)
        named = {
            'leaf': Ref('dcim.device', first + 3000),
            'leaf with virtual machines': Ref('dcim.device', first + 300),
            'access switch': Ref('dcim.device', first + 160),
            'aggregation switch': Ref('dcim.device', first + 20),
            'core switch': Ref('dcim.device', 105),
            'rack': Ref('dcim.rack', 100 + 100 * (_SITE - 1) + 10),
            'site': Ref('dcim.site', _SITE),
        }
        for name, ref in named.items():
            _ask(name, ref, user)
        _compare(named['site'], user)
        _count_queries()
        _tell_network(first)
        forget_networks()


def _log(text):
    print(f'» {text}', file=sys.stderr, flush=True)


def _print(**values):
    print(json.dumps(values), flush=True)


def _timed(function, runs=_RUNS, before=None):
    """Median milliseconds, and the last answer."""
    times, answer = [], None
    for number in range(runs):
        if before:
            before(number)
        began = time.perf_counter()
        answer = function()
        times.append((time.perf_counter() - began) * 1000)
    return round(median(times), 1), answer


def _tell(name, function, runs=_RUNS, before=None):
    milliseconds, answer = _timed(function, runs, before)
    found = {'found': len(answer)} if hasattr(answer, 'states') else {}
    _print(what=name, ms=milliseconds, **found)


def _ask(name, ref, user):
    effects = {ref: DOWN}
    impact(effects)  # what is kept from question to question is there
    evaluated, found = _timed(lambda: impact(effects))
    answered, seen = _timed(lambda: seen_by(analyse(Question(effects)), user))
    _print(what=name, evaluate_ms=evaluated, answer_ms=answered, objects=len(seen.objects), touched=len(found.touched),
           components=sum(found.hidden_components.values()), services=len(seen.services))  # fmt: skip


def _compare(site, user):
    """In turn, so that what else the machine does meets all."""
    effects = {site: DOWN}
    asked = {
        'walked': lambda: walk_down(site.id),
        'evaluated': lambda: impact(effects),
        'answered': lambda: seen_by(analyse(Question(effects)), user),
    }
    times = {name: [] for name in asked}
    for _run in range(5):
        for name, function in asked.items():
            times[name].append(_timed(function, 1)[0])
    walked, evaluated, answered = (median(found) for found in times.values())
    _print(what='site: recursive CTE', ms=walked, found=walk_down(site.id), evaluate_ms=evaluated, answer_ms=answered,
           ratio=round(evaluated / walked, 2), answer_ratio=round(answered / walked, 2))  # fmt: skip


def _count_queries():
    """Of one object the deepest of 50: one with a switch behind it that has power recorded asks a step more."""
    for name, refs in _alike().items():
        one = max(_queries([ref]) for ref in refs[:50])
        _print(what=f'queries: {name}', for_1=one, for_1000=_queries(refs))


def _alike():
    """A thousand objects of a kind, on each of which the same kinds of thing stand."""
    used = set(ServiceComponent.objects.filter(object_type__model='device').values_list('object_id', flat=True))
    servers = Device.objects.filter(role__slug='server', cluster=None).exclude(pk__in=used).order_by('pk')
    # One of a chain of four: on the first stands the second, and so on
    services = Service.objects.filter(pk__gte=105, name__regex=r'5$').order_by('pk')
    return {
        'servers': [Ref('dcim.device', pk) for pk in servers.values_list('pk', flat=True)[:1000]],
        'services': [Ref('netbox_slm.service', pk) for pk in services.values_list('pk', flat=True)[:1000]],
        'cables': [Ref('dcim.cable', 2000 + number) for number in range(1000)],
    }


def _queries(refs):
    with CaptureQueriesContext(connection) as captured:
        impact(dict.fromkeys(refs, DOWN))
    return len(captured)


def _tell_network(first):
    _tell('network: nothing changed', current_network)
    _tell('network: one cable changed', current_network, before=_change_cable)
    _tell('network: one switch changed', current_network, before=lambda number: _change_device(first + 100, number))
    for name, ids in (
        ('core', [105]),
        ('distribution', [first]),
        ('both distribution', [first, first + 1]),
        ('access', [first + 160]),
        ('site', range(first, first + PER_SITE)),
    ):
        _tell(f'network: reach without {name}', _reach_without(list(ids)))


def _change_cable(number):
    Cable.objects.filter(pk=2000).update(status=('connected', 'planned')[number % 2 == 0])


def _change_device(pk, number):
    Device.objects.filter(pk=pk).update(status=('active', 'offline')[number % 2 == 0])


def _reach_without(ids):
    interfaces = Interface.objects.filter(device_id__in=ids).values_list('pk', flat=True)
    bare = {Ref('dcim.device', pk): 3 for pk in ids} | {Ref('dcim.interface', pk): 3 for pk in interfaces}
    network = current_network()
    return lambda: network.reach(bare)
