"""The compiled network: building it, keeping it current, and reach, for 100,000 devices and 200,000 cables.

`./dev bench impact_network [sites]` prints a JSON line each: median milliseconds, and how many devices are cut off or
at risk. The network is made once and kept; sites of 5,000 devices.
"""

import argparse
import json
import sys
import time
from statistics import median

from dcim.models import Cable, Device, Interface

from netbox_slm.graph.network import build_network, current_network, forget_networks
from netbox_slm.graph.refs import Ref

from ._network_database import FIRST, PER_SITE, network_database

_RUNS = 5


def run(arguments):
    """Print one JSON line per question."""
    parser = argparse.ArgumentParser(prog='bench impact_network')
    parser.add_argument('sites', type=int, nargs='?', default=20)
    options = parser.parse_args(arguments)
    with network_database(options.sites, _log):
        forget_networks()
        _tell('build anew', build_network, 1)
        current_network()
        _tell('nothing changed', current_network)
        _tell('one cable changed', current_network, before=_change_cable)
        _tell('one device changed', current_network, before=_change_device)
        for name, ids in (
            ('core', [100]),
            ('distribution', [FIRST]),
            ('both distribution', [FIRST, FIRST + 1]),
            ('access', [FIRST + 60]),
            ('server', [FIRST + 4000]),
            ('site', range(FIRST, FIRST + PER_SITE)),
        ):
            _tell(f'reach without {name}', _reach_without(list(ids)))
        forget_networks()


def _log(text):
    print(f'» {text}', file=sys.stderr, flush=True)


def _tell(name, function, runs=_RUNS, before=None):
    times, answer = [], None
    for number in range(runs):
        if before:
            before(number)
        began = time.perf_counter()
        answer = function()
        times.append((time.perf_counter() - began) * 1000)
    found = {'found': len(answer)} if hasattr(answer, 'states') else {}
    print(json.dumps({'what': name, 'ms': round(median(times), 1), **found}), flush=True)


def _change_cable(number):
    Cable.objects.filter(pk=2000).update(status=('connected', 'planned')[number % 2 == 0])


def _change_device(number):
    Device.objects.filter(pk=FIRST + 100).update(status=('active', 'offline')[number % 2 == 0])


def _reach_without(ids):
    interfaces = Interface.objects.filter(device_id__in=ids).values_list('pk', flat=True)
    bare = {Ref('dcim.device', pk): 3 for pk in ids} | {Ref('dcim.interface', pk): 3 for pk in interfaces}
    network = current_network()
    return lambda: network.reach(bare)
