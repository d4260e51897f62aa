"""The plots' arithmetic."""

from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.browse.layout import plots


@given(st.integers(0, 10_000_000))
def test_a_scale_has_even_steps_of_whole_numbers_and_holds_the_largest_bar(most: int) -> None:
    """From nought to at least the most there is, in three to five equal steps."""
    plot = plots.plot("x", "up", [("a", "a", "a")], [("s", "s", "s")], {("a", "s"): most}, lambda *_: "")
    values = [value for _, value in plot.ticks]
    (step,) = {after - before for before, after in zip(values, values[1:], strict=False)}
    assert (values[0], step * (len(values) - 1)) == (0, values[-1])
    assert values[-1] >= most
    assert 4 <= len(values) <= 6
