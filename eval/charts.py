"""Charts as inline SVG: drawn in the page's own colours, readable without a script and without colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_LEFT, _RIGHT, _ROW, _TOP, _WIDE = 150, 120, 26, 8, 760


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of ``n`` with its interval; ``label`` and ``told`` stand left and right of it."""

    label: str
    value: float
    low: float
    high: float
    told: str


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a chart: its name and a value from 0 to 1 for each place of the axis."""

    name: str
    values: tuple[float, ...]


def rates(title: str, bars: Sequence[Bar]) -> str:
    """Shares as bars from 0 to 100 %, the interval as a whisker."""
    width = _WIDE - _LEFT - _RIGHT
    height = _TOP + _ROW * len(bars) + 24
    parts = [_axis(width, height)]
    for n, bar in enumerate(bars):
        y = _TOP + n * _ROW
        middle = y + _ROW / 2 - 1
        parts.append(_text(_LEFT - 8, middle + 5, bar.label, "end"))
        parts.append(_box("bar", _LEFT, y + 4, bar.value * width, _ROW - 10))
        low, high = _LEFT + bar.low * width, _LEFT + bar.high * width
        parts.append(
            f'<path class="whisker" d="M{low:.1f} {middle:.1f}H{high:.1f}M{low:.1f} {middle - 4:.1f}v8'
            f'M{high:.1f} {middle - 4:.1f}v8"/>'
        )
        parts.append(_text(_LEFT + width + 8, middle + 5, bar.told, "start"))
    return _svg(title, height, parts)


def lines(title: str, places: Sequence[str], series: Sequence[Series]) -> str:
    """Values from 0 to 1 over ``places``, a line a series, its name at its end."""
    width, height = _WIDE - _LEFT - _RIGHT, 240
    x = [_LEFT + width * n / max(1, len(places) - 1) for n in range(len(places))]
    parts = [
        f'<path class="grid" d="M{_LEFT} {_y(share, height):.1f}h{width}"/>'
        + _text(_LEFT - 8, _y(share, height) + 5, f"{share:.0%}", "end")
        for share in (0, 0.25, 0.5, 0.75, 1)
    ]
    parts += [_text(at, height - 4, place, "middle") for at, place in zip(x, places, strict=True)]
    labels = _apart([_y(one.values[-1], height) for one in series])
    for n, (one, label) in enumerate(zip(series, labels, strict=True)):
        points = " ".join(f"{at:.1f},{_y(value, height):.1f}" for at, value in zip(x, one.values, strict=True))
        parts.append(f'<polyline class="line s{n % 6}" points="{points}"/>')
        parts += [
            f'<circle class="dot s{n % 6}" cx="{at:.1f}" cy="{_y(value, height):.1f}" r="3"/>'
            for at, value in zip(x, one.values, strict=True)
        ]
        parts.append(_text(_LEFT + width + 10, label + 5, one.name, "start"))
    return _svg(title, height, parts)


def histogram(title: str, counts: Sequence[tuple[str, int]], told: str) -> str:
    """How many fall into each class."""
    width, height = _WIDE - 2 * 20, 170
    most = max((count for _, count in counts), default=0) or 1
    step = width / max(1, len(counts))
    parts = []
    for n, (label, count) in enumerate(counts):
        tall = (height - 60) * count / most
        parts.append(_box("bar", 20 + n * step + 2, height - 30 - tall, step - 4, tall))
        parts.append(_text(20 + (n + 0.5) * step, height - 12, label, "middle"))
        parts.append(_text(20 + (n + 0.5) * step, height - 35 - tall, str(count), "middle") if count else "")
    parts.append(_text(_WIDE - 20, 16, told, "end"))
    return _svg(title, height, parts)


def _axis(width: float, height: float) -> str:
    parts = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        x = _LEFT + width * share
        parts.append(f'<path class="grid" d="M{x:.1f} {_TOP}V{height - 20}"/>')
        parts.append(_text(x, height - 4, f"{share:.0%}", "middle"))
    return "".join(parts)


def _apart(wanted: Sequence[float]) -> list[float]:
    """Places for labels, as near as can be to those wanted, none over another."""
    placed = list(wanted)
    least = 0.0
    for n in sorted(range(len(wanted)), key=lambda n: wanted[n]):
        placed[n] = max(wanted[n], least)
        least = placed[n] + 15
    return placed


def _y(share: float, height: float) -> float:
    return 12 + (height - 44) * (1 - share)


def _box(name: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{name}" x="{x:.1f}" y="{y:.1f}" width="{max(0, width):.1f}" height="{max(0, height):.1f}"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    head = f'<svg class="chart" viewBox="0 0 {_WIDE} {height:.0f}" role="img" aria-label="{escape(title)}">'
    return f"{head}<title>{escape(title)}</title>{''.join(parts)}</svg>"
