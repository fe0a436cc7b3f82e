"""Units that come before what they belong to, kept back until that was seen."""

from tertulia.sources._xml import Node

MOST_UNITS = 1_000
MOST_TEXT = 8_000_000  # characters


class Held:
    """Few units: where there are more, the file has them all first and is better read twice."""

    def __init__(self) -> None:
        """Keep none yet."""
        self._units: list[Node] = []
        self._text = 0

    def takes(self, unit: Node) -> bool:
        """Keep a unit, unless there is no room for it; say whether it is kept."""
        size = sum(child.size for child in unit.children)
        if len(self._units) >= MOST_UNITS or self._text + size > MOST_TEXT:
            return False
        self._units.append(unit)
        self._text += size
        return True

    def given(self) -> list[Node]:
        """All that is kept, in the order in which it came; then there is nothing."""
        units, self._units, self._text = self._units, [], 0
        return units
