"""The two halves: worked out, even, and with what belongs together on one side."""

from collections import Counter
from dataclasses import replace

from eval.split import split_of
from tests.eval.fixtures import CAP

ITEMS = [
    replace(CAP, id=f"{kind}-{programme}-{number}", kind=kind, programme=f"事業{programme}")
    for kind in ("cap", "rate")
    for programme in range(20)
    for number in range(1 + programme % 3)
]


def test_the_order_of_the_items_does_not_matter():
    assert split_of(ITEMS) == split_of(reversed(ITEMS))


def test_each_kind_is_halved_as_evenly_as_its_groups_allow():
    halves = split_of(ITEMS)
    for kind in ("cap", "rate"):
        counts = Counter(halves[item.id] for item in ITEMS if item.kind == kind)
        assert abs(counts["dev"] - counts["frozen"]) <= 3


def test_a_programme_and_kind_stand_on_one_side():
    halves = split_of(ITEMS)
    sides = {(item.kind, item.programme): set[str]() for item in ITEMS}
    for item in ITEMS:
        sides[item.kind, item.programme].add(halves[item.id])
    assert all(len(side) == 1 for side in sides.values())


def test_without_a_programme_the_topic_of_the_id_groups():
    items = [replace(CAP, id=f"u-{topic}-{n}", programme="") for topic in "abcdef" for n in range(4)]
    halves = split_of(items)
    assert all(len({halves[f"u-{topic}-{n}"] for n in range(4)}) == 1 for topic in "abcdef")
    assert Counter(halves.values()) == {"dev": 12, "frozen": 12}
