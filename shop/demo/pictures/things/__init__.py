"""The goods: each is a painter ``(canvas, x, y, size)``, the size about half its height."""
