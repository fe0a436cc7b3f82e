"""Settings for `invoke publish`: those of pelicanconf.py, with absolute links."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pelicanconf import *

RELATIVE_URLS = False
# TERTULIA |= {"cards": True}  # social cards, with the extra [cards]: docs/theme.md

# Where `invoke publish` brings the site; docs/publishing.md explains both ways.
PUBLISH_RSYNC = ""  # such as "user@host:/var/www/site/"
PUBLISH_BRANCH = ""  # such as "gh-pages"
