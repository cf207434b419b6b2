"""Template tags of the components: `{% load slm %}`."""
