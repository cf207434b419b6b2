"""URLs below /plugins/service-levels/: NetBox's own set for every model, then the pages that belong to none."""

from django.urls import include, path

from utilities.urls import get_model_urls

from . import views

MODELS = {
    'catalog-categories': 'catalogcategory',
    'catalog-entries': 'catalogentry',
    'services': 'service',
    'components': 'servicecomponent',
    'redundancy-groups': 'redundancygroup',
    'dependencies': 'servicedependency',
    'ci-dependencies': 'cidependency',
    'ci-dependency-groups': 'cidependencygroup',
    'calendars': 'servicecalendar',
    'calendar-windows': 'calendarwindow',
    'calendar-exceptions': 'calendarexception',
    'contracts': 'contract',
    'slas': 'sla',
    'targets': 'serviceleveltarget',
    'credit-tiers': 'servicecredittier',
    'maintenance-windows': 'maintenancewindow',
    'incidents': 'incident',
    'affected-cis': 'affectedci',
    'affected-services': 'affectedservice',
    'derived-effects': 'derivedeffect',
    'holds': 'hold',
    'measurements': 'measurement',
    'attainments': 'attainment',
    'attainment-revisions': 'attainmentrevision',
    'changes': 'change',
    'releases': 'release',
    'planned-effects': 'plannedeffect',
    'caused-incidents': 'causedincident',
    'release-elements': 'releaseelement',
    'release-effects': 'releaseeffect',
    'customer-agreements': 'customeragreement',
    'acknowledgements': 'acknowledgement',
    'freeze-windows': 'freezewindow',
    'sla-impacts': 'slaimpact',
}

urlpatterns = [
    *(path(f'{slug}/', include(get_model_urls('netbox_slm', name, detail=False))) for slug, name in MODELS.items()),
    path('planned-work/', views.WorkCalendarView.as_view(), name='work_calendar'),
    path('planned-work/calendar.ics', views.WorkCalendarFeedView.as_view(), name='work_calendar_feed'),
    path('consequences/<slug:model>/', views.ConsequencesView.as_view(), name='consequences'),
    path('impact/', views.ImpactView.as_view(), name='impact'),
    path('docs/<slug:model>/', views.DocumentationView.as_view(), name='documentation'),
    *(path(f'{slug}/<int:pk>/', include(get_model_urls('netbox_slm', name))) for slug, name in MODELS.items()),
]
