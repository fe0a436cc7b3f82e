"""Thin Pelican plugins; the only code that imports `pelican`."""
