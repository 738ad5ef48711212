"""Nearness: the part of a text that differs from a name by a letter or two."""

from ingest.types import Span

_ONE, _TWO = 5, 9  # letters of a name in which one or two may be wrong
_SHARED = 0.5  # of the name's pairs of letters must stand in the text before it is looked at closely


def nearest_part(name: str, text: str) -> tuple[int, Span] | None:
    """How many letters of ``name`` are wrong where it nearly stands in ``text`` (at most two), and where.

    None where it does not. Wrong is one letter exchanged, left out or added, or two neighbours turned round.
    The time is that of len(name) * len(text), and next to none where few pairs of letters agree.
    """
    allowed = 2 if len(name) >= _TWO else 1 if len(name) >= _ONE else 0
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    if not allowed or sum(pair in text for pair in pairs) < _SHARED * len(pairs):
        return None
    distances, starts = _ends(name, text)
    end = min(range(len(distances)), key=lambda at: (distances[at], -at))
    return (distances[end], (starts[end], end)) if 0 < distances[end] <= allowed else None


def _ends(name: str, text: str) -> tuple[list[int], list[int]]:
    """For each end in ``text`` the least distance of a part that ends there, and where that part starts.

    Sellers' algorithm with turned neighbours (optimal string alignment).
    """
    before: tuple[list[int], list[int]] = ([], [])
    above = [0] * (len(text) + 1), list(range(len(text) + 1))
    for row, letter in enumerate(name, 1):
        costs, starts = [row], [0]
        for at, other in enumerate(text, 1):
            steps = [
                (above[0][at - 1] + (letter != other), above[1][at - 1]),
                (above[0][at] + 1, above[1][at]),
                (costs[at - 1] + 1, starts[at - 1]),
            ]
            if row > 1 and at > 1 and letter == text[at - 2] and name[row - 2] == other and letter != other:
                steps.append((before[0][at - 2] + 1, before[1][at - 2]))
            cost, start = min(steps, key=lambda step: step[0])
            costs.append(cost)
            starts.append(start)
        before, above = above, (costs, starts)
    return above
