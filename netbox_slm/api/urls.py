"""REST routes below /api/plugins/service-levels/."""

from django.urls import path

from netbox.api.routers import NetBoxRouter

from ..integrations import branching
from .views import (
    agreements,
    attainment,
    branches,
    catalog,
    changes,
    derived,
    impact,
    measurements,
    needs,
    node_graph,
    operations,
    revisions,
)

app_name = 'netbox_slm'

router = NetBoxRouter()
for module in (catalog, needs, agreements, operations, derived, changes, measurements, attainment, revisions):
    for prefix, viewset in module.ROUTES:
        router.register(prefix, viewset)

if branching.is_installed():
    router.register('branch-impacts', branches.BranchImpactViewSet, basename='branchimpact')
router.register('impact-analyses', impact.ImpactAnalysisViewSet, basename='impactanalysis')

urlpatterns = [
    path('node-graph/api/health', node_graph.NodeGraphHealthView.as_view(), name='node_graph_health'),
    path('node-graph/api/graph/fields', node_graph.NodeGraphFieldsView.as_view(), name='node_graph_fields'),
    path('node-graph/api/graph/data', node_graph.NodeGraphDataView.as_view(), name='node_graph_data'),
    *router.urls,
]
