"""How dates and numbers read on our pages."""
