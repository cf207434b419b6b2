"""REST routes below /api/plugins/service-levels/."""

from netbox.api.routers import NetBoxRouter

from .views import agreements, attainment, catalog, changes, measurements, needs, operations

app_name = 'netbox_slm'

router = NetBoxRouter()
for module in (catalog, needs, agreements, operations, changes, measurements, attainment):
    for prefix, viewset in module.ROUTES:
        router.register(prefix, viewset)

urlpatterns = router.urls
