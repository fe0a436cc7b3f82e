"""Tertulia: a static site on Pelican whose conversations are part of the page.

`core` holds the words everything else is said in; read `core/model.py` first.
"""
