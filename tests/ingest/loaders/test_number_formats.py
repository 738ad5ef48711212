"""A spreadsheet's numbers are read as its cells show them."""

import datetime

import pytest

from ingest.loaders.number_formats import shown


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.5, "# ?/?", "1/2"),
        (1.5, "# ?/?", "1 1/2"),
        (0.75, "?/4", "3/4"),
        (0.5, "0%", "50%"),
        (0.6666, "0.0%", "66.7%"),
        (1000, '#,##0"万円"', "1,000万円"),
        (1000, "¥#,##0", "¥1,000"),
        (1000, "[$¥-411]#,##0", "¥1,000"),
        (1234567, "#,##0,", "1,235"),
        (-5, "#,##0;△#,##0", "△5"),
        (-5, "#,##0", "-5"),
        (3.14, "0.0#", "3.14"),
        (3.0, "0.0#", "3.0"),
        (12, '0"件"', "12件"),
        (12.5, "General", "12.5"),
        (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (1e20, "#,##0", "1e+20"),
        (float("nan"), "0", "nan"),
        (True, "General", "TRUE"),
        (None, "General", ""),
        (datetime.datetime(2027, 4, 1), "yyyy/m/d", "2027年4月1日"),
        (datetime.datetime(2027, 4, 1, 9, 30), "yyyy/m/d h:mm", "2027年4月1日 09:30"),
        (datetime.datetime(2027, 4, 1), 'yyyy"年"m"月"', "2027年4月"),
        (datetime.time(9, 30), "h:mm", "09:30"),
    ],
)
def test_a_value_is_shown_as_its_format_says(value, number_format, text):
    assert shown(value, number_format) == text
