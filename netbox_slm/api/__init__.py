"""REST API below /api/plugins/service-levels/."""
