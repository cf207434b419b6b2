"""Where things stand: regions, sites, locations, racks; what feeds a site."""

from django.utils.translation import gettext_lazy as _

from ..facts import Fact, SqlProvider

__all__ = ('PlaceProvider', 'SupplyProvider')


def _column(relation, dependent, table, column, needed):
    return Fact(relation, dependent, needed, table, f't.{column}')


class PlaceProvider(SqlProvider):
    """A region, site group or location needs its parent; a site its region and site group; a location and a rack its
    site; a rack also its location and its rack group (graph.md §2). Regions, site and rack groups never fail by
    themselves.
    """

    key = 'place'
    label = _('Sites, locations and racks')
    facts = (
        _column('region', 'dcim.region', 'dcim_region', 'parent_id', 'dcim.region'),
        _column('site group', 'dcim.sitegroup', 'dcim_sitegroup', 'parent_id', 'dcim.sitegroup'),
        _column('region', 'dcim.site', 'dcim_site', 'region_id', 'dcim.region'),
        _column('site group', 'dcim.site', 'dcim_site', 'group_id', 'dcim.sitegroup'),
        _column('location', 'dcim.location', 'dcim_location', 'parent_id', 'dcim.location'),
        _column('site', 'dcim.location', 'dcim_location', 'site_id', 'dcim.site'),
        _column('site', 'dcim.rack', 'dcim_rack', 'site_id', 'dcim.site'),
        _column('location', 'dcim.rack', 'dcim_rack', 'location_id', 'dcim.location'),
        _column('rack group', 'dcim.rack', 'dcim_rack', 'group_id', 'dcim.rackgroup'),
    )


class SupplyProvider(SqlProvider):
    """A power panel and a cooling source need their site and location; a power feed its panel, a cooling feed its
    source (graph.md §2).
    """

    key = 'supply'
    label = _('Power panels and feeds, cooling sources and feeds')
    facts = (
        _column('site', 'dcim.powerpanel', 'dcim_powerpanel', 'site_id', 'dcim.site'),
        _column('location', 'dcim.powerpanel', 'dcim_powerpanel', 'location_id', 'dcim.location'),
        _column('power panel', 'dcim.powerfeed', 'dcim_powerfeed', 'power_panel_id', 'dcim.powerpanel'),
        _column('site', 'dcim.coolingsource', 'dcim_coolingsource', 'site_id', 'dcim.site'),
        _column('location', 'dcim.coolingsource', 'dcim_coolingsource', 'location_id', 'dcim.location'),
        _column('cooling source', 'dcim.coolingfeed', 'dcim_coolingfeed', 'cooling_source_id', 'dcim.coolingsource'),
    )
