"""REST routes below /api/plugins/service-levels/."""

from netbox.api.routers import NetBoxRouter

from .views import agreements, attainment, catalog, changes, derived, impact, measurements, needs, operations, revisions

app_name = 'netbox_slm'

router = NetBoxRouter()
for module in (catalog, needs, agreements, operations, derived, changes, measurements, attainment, revisions):
    for prefix, viewset in module.ROUTES:
        router.register(prefix, viewset)

router.register('impact-analyses', impact.ImpactAnalysisViewSet, basename='impactanalysis')

urlpatterns = router.urls
