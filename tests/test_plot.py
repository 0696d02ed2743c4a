"""Geometry of the pictures: exact places for tiny examples."""

from __future__ import annotations

import datetime

import pytest

from generator import plot
from generator.plot import Frame, Mark, Placed, Scale, Slot, Span, Track

BESIDE, ABOVE = Frame("wide", 910, 300), Frame("narrow", 320, 0)
DAY = datetime.date


def span(kind: str, first: DAY, last: DAY | None = None, hollow: bool = False) -> Span:
    return Span(kind, first, last or first, hollow, "")


@pytest.mark.parametrize(("value", "x"), [(0, 100.0), (5, 150.0), (10, 200.0), (1 / 3, 103.3)])
def test_a_scale_is_straight_and_rounds_to_a_tenth(value: float, x: float) -> None:
    assert Scale(0, 10, 100, 200).at(value) == x


def test_years_reach_from_the_first_day_of_the_first_to_the_end_of_the_last() -> None:
    scale = plot.years(2021, 2022, ABOVE)
    assert (scale.at(DAY(2021, 1, 1).toordinal()), scale.at(DAY(2022, 1, 1).toordinal())) == (10, 160)
    assert scale.at(DAY(2023, 1, 1).toordinal()) == 310


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (2021, 2022, ["2021", "2022"]),
        (2018, 2026, ["2018", "2020", "2022", "2024", "2026"]),
        (1990, 2026, [str(year) for year in range(1990, 2026, 5)]),
    ],
)
def test_years_are_labelled_as_far_as_there_is_room(first: int, last: int, labels: list[str]) -> None:
    ticks = plot.year_ticks(first, last, plot.years(first, last, ABOVE))
    assert [label for _, label in ticks if label] == labels
    assert len(ticks) == last + 1 - first


def test_years_too_near_to_each_other_have_no_lines_of_their_own() -> None:
    ticks = plot.year_ticks(1950, 2026, plot.years(1950, 2026, ABOVE))
    assert [label for _, label in ticks] == [str(year) for year in range(1950, 2027, 10)]


def test_a_day_is_a_dot_and_a_month_or_a_year_is_as_wide_as_itself() -> None:
    scale = plot.years(2021, 2022, BESIDE)
    day = plot.mark(scale, span("judgment", DAY(2022, 1, 1)))
    month = plot.mark(scale, span("judgment", DAY(2022, 1, 1), DAY(2022, 1, 31)))
    year = plot.mark(scale, span("event", DAY(2022, 1, 1), DAY(2022, 12, 31)))
    assert (day.x, day.width) == (595.0, 10.0)
    assert (month.x, month.width) == (600.0, 24.7)
    assert (year.x, year.width) == (600.0, 299.2)


def test_a_mark_at_the_edge_of_the_scale_stays_inside() -> None:
    scale = plot.years(2021, 2022, BESIDE)
    assert plot.mark(scale, span("judgment", DAY(2021, 1, 1))).x == 300
    assert plot.mark(scale, span("judgment", DAY(2022, 12, 31))).x == 890


def test_a_dispute_is_a_bar_for_each_instance_a_joint_between_them_and_an_arrow_while_it_goes_on() -> None:
    scale = plot.years(2021, 2022, BESIDE)
    first = [span("judgment", DAY(2021, 7, 2)), span("event", DAY(2021, 1, 6))]
    second = [span("event", DAY(2022, 1, 1), hollow=True)]
    assert plot.track(scale, [first, second], DAY(2022, 7, 2)) == Track(
        bars=((304.1, 449.6),),
        joints=((449.6, 600.0),),
        marks=(
            Mark("event", 301.1, 6.0, False, ""),
            Mark("event", 597.0, 6.0, True, ""),
            Mark("judgment", 444.6, 10.0, False, ""),
        ),
        arrow=(600.0, 749.6),
    )


def test_a_dispute_that_is_over_has_no_arrow_and_one_without_a_date_has_nothing() -> None:
    scale = plot.years(2021, 2022, BESIDE)
    assert plot.track(scale, [[span("judgment", DAY(2022, 1, 1))]], None).arrow is None
    assert plot.track(scale, [[], []], DAY(2022, 1, 1)) == Track((), (), (), None)


def test_an_arrow_is_seen_even_if_the_status_was_looked_up_on_the_day_of_the_last_event() -> None:
    scale = plot.years(2021, 2022, BESIDE)
    assert plot.track(scale, [[span("event", DAY(2022, 1, 1))]], DAY(2022, 1, 1)).arrow == (600.0, 616.0)


def test_names_stand_beside_their_lanes_or_above_them() -> None:
    rows = [[("name", "Fox v Wolf")], [("name", "Owl")]]
    assert plot.stack(BESIDE, rows) == [
        Slot((Placed(0, 39.9, "Fox v Wolf", "name"),), 36.0, 24, 48),
        Slot((Placed(0, 63.9, "Owl", "name"),), 60.0, 48, 72),
    ]
    assert plot.stack(ABOVE, rows) == [
        Slot((Placed(10, 38.4, "Fox v Wolf", "name"),), 52.9, 24, 64.9),
        Slot((Placed(10, 79.3, "Owl", "name"),), 93.8, 64.9, 105.8),
    ]


def test_a_long_name_takes_lines_and_room_and_pushes_the_next_row_down() -> None:
    slots = plot.stack(ABOVE, [[("name", "word " * 20)], [("name", "Owl")]])
    assert len(slots[0].words) > 1
    assert slots[1].top == slots[0].bottom == pytest.approx(24 + len(slots[0].words) * 16.9 + 24, abs=0.1)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 50, ["one two", "three"]),
        ("incomprehensibilities", 20, ["incomprehensibilities"]),
        ("红罐子，蓝罐子", 40, ["红罐子，", "蓝罐子"]),
        ("红罐《蓝罐》案", 30, ["红罐", "《蓝", "罐》案"]),
        ("", 40, [""]),
    ],
)
def test_lines_break_at_spaces_and_between_chinese_characters_never_beside_the_wrong_side_of_punctuation(
    text: str, width: float, lines: list[str]
) -> None:
    assert plot.wrap(text, 10, width) == lines
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("values", "exponents"), [([100], [2, 3]), ([100, 1000], [2, 3]), ([560, 5_000_000], [2, 3, 4, 5, 6, 7])]
)
def test_powers_of_ten_enclose_the_values(values: list[float], exponents: list[int]) -> None:
    assert plot.decades(values, BESIDE)[1] == exponents


def test_ten_times_as_much_is_one_step_further_whatever_the_sum() -> None:
    scale, _ = plot.decades([100, 10_000], BESIDE)
    assert [plot.on_decades(scale, value) for value in (100, 1000, 10_000)] == [310.0, 595.0, 880.0]


def test_labels_are_short_where_the_long_ones_would_touch() -> None:
    full, short = ["1,000,000", "10,000,000"], ["1M", "10M"]
    assert plot.choose_labels(Scale(0, 1, 0, 100), full, short) == full
    assert plot.choose_labels(Scale(0, 1, 0, 60), full, short) == short


def test_words_stand_at_the_right_of_a_mark_or_at_its_left_where_the_drawing_ends() -> None:
    assert plot.beside(ABOVE, 100, 50, "1 July") == Placed(110, 54, "1 July", "note")
    assert plot.beside(ABOVE, 300, 50, "1 July") == Placed(290, 54, "1 July", "note", "end")


def test_the_road_runs_across_a_wide_frame_and_down_a_narrow_one() -> None:
    stops = [("Make", "Decisions: 1", ["A-1", "A-2"]), ("Sell", "Decisions: 0", [])]
    made, rest = plot.road(Frame("wide", 600, 1), stops, ("Always", ["B-1"]))
    assert [(stop.x, stop.y) for stop in made] == [(12, 36.9), (312, 36.9)]
    assert [(chip.x, chip.y, chip.text) for chip in made[0].chips] == [(6, 79.2, "A-1"), (62, 79.2, "A-2")]
    assert rest is not None
    assert rest.chips[0].y > made[0].chips[0].y + plot.CHIP_HEIGHT
    down, _ = plot.road(ABOVE, stops, ("Always", ["B-1"]))
    assert [stop.x for stop in down] == [12, 12]
    assert down[1].y > down[0].chips[-1].y + plot.CHIP_HEIGHT


def test_chips_fill_rows_and_are_as_wide_as_the_longest_of_them() -> None:
    made, rest = plot.road(ABOVE, [("Make", "", [f"A-{n}" for n in range(7)])], ("", []))
    assert [(chip.x, chip.y - made[0].chips[0].y) for chip in made[0].chips] == [
        (28, 0), (84, 0), (140, 0), (196, 0), (252, 0), (28, 32), (84, 32)
    ]  # fmt: skip
    assert rest is None
    long, _ = plot.road(ABOVE, [("Make", "", ["A-1", "a-very-long-number"])], ("", []))
    assert {chip.width for chip in long[0].chips} == {long[0].chips[0].width}
    assert long[0].chips[0].width >= plot.text_width("a-very-long-number", 11)
