"""Draws a chart as SVG, in colours that follow the page. The only module that knows vl-convert, the extra `report`."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from seqcli.errors import UsageError
from seqcli.output.figures import Figure, Shape
from seqcli.output.streams import clean

#: Colours that the page sets, for light and for dark: what stands in the drawing, and the name of its CSS variable.
_COLOURS = {
    "#0a0001": "ink",
    "#0a0002": "muted",
    "#0a0003": "line",
    "#0a0004": "series-1",
    "#0a0005": "series-2",
    "#0a0006": "series-3",
    "#0a0007": "series-4",
    "#0a0008": "paper",
}
_INK, _MUTED, _LINE, *_SERIES, _PAPER = _COLOURS
_UNDRAWABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_WIDTH, _WIDE = 430, 900
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
_CONFIG: dict[str, Any] = {
    "background": None,
    "padding": {"left": 4, "right": 12, "top": 4, "bottom": 4},
    "font": _FONT,
    "view": {"stroke": None},
    "range": {"category": _SERIES},
    "axis": {
        "labelColor": _MUTED,
        "titleColor": _MUTED,
        "gridColor": _LINE,
        "domainColor": _LINE,
        "tickColor": _LINE,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelLimit": 190,
    },
    "legend": {
        "labelColor": _INK,
        "labelFontSize": 12,
        "title": None,
        "orient": "top",
        "symbolType": "square",
    },
    "header": {"labelColor": _INK, "labelFontSize": 12, "titleColor": _MUTED},
    "text": {"color": _INK, "fontSize": 12},
}
#: An axis of counts: a label at whole numbers only.
_WHOLE = {"format": ",.0f", "tickCount": 5, "labelExpr": "datum.value % 1 ? '' : datum.label"}


def draw_chart(figure: Figure) -> str:
    """Return a chart as an SVG element; its colours are CSS variables of the page.

    Raises:
        UsageError: the extra `report` is not installed.
    """
    try:
        import vl_convert  # noqa: PLC0415 - an extra, and 30 MB
    except ImportError:
        raise UsageError(
            "no_charts",
            "charts need an extra package that is not installed",
            "Install it: pip install 'seqcli[report]'.",
        ) from None
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [_safe(each) for each in figure.points]},
        "config": _CONFIG,
        **_SHAPES[figure.shape](figure, _WIDE if figure.is_wide else _WIDTH),
    }
    try:
        svg: str = vl_convert.vegalite_to_svg(spec)
    except ValueError as error:
        raise UsageError(
            "chart_failed", f'the chart "{figure.title}" cannot be drawn: {error}', ""
        ) from error
    for colour, name in _COLOURS.items():
        svg = svg.replace(f'"{colour}"', f'"var(--{name})"')
    return svg


def _safe(point: Mapping[str, Any]) -> dict[str, Any]:
    """Return a point without characters that XML forbids: the drawing would end the process."""
    return {
        name: _UNDRAWABLE.sub(" ", clean(value)) if isinstance(value, str) else value
        for name, value in point.items()
    }


def _grouped_bars(figure: Figure, width: int) -> Mapping[str, Any]:
    series = _in_order(figure, "series")
    return {
        "width": width,
        "height": {"step": 15},
        "layer": [
            {"mark": {"type": "bar", "cornerRadiusEnd": 2}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 11},
                "encoding": {
                    "text": {"field": "value", "type": "quantitative", "format": ","},
                    "color": {"value": _MUTED},
                },
            },
        ],
        "encoding": {
            "y": {
                "field": "group",
                "type": "nominal",
                "sort": None,
                "title": None,
                "axis": {"domain": False, "ticks": False},
            },
            "yOffset": {"field": "series", "sort": series},
            "x": {"field": "value", "type": "quantitative", "title": None, "axis": _WHOLE},
            "color": {"field": "series", "type": "nominal", "sort": series, "scale": {"domain": series}},
        },
    }


def _bars_by_day(figure: Figure, width: int) -> Mapping[str, Any]:
    series = _in_order(figure, "series")
    return {
        "facet": {
            "row": {
                "field": "series",
                "sort": series,
                "title": None,
                "header": {
                    "labelAngle": 0,
                    "labelAlign": "left",
                    "labelOrient": "top",
                    "labelAnchor": "start",
                },
            }
        },
        "spec": {
            "width": width,
            "height": 64,
            "mark": {"type": "bar", "width": {"band": 0.8}},
            "encoding": {
                "x": {
                    "field": "at",
                    "type": "temporal",
                    "timeUnit": "utcyearmonthdate",
                    "title": None,
                    "axis": {"grid": False, "format": "%-d %b", "tickCount": 8},
                },
                "y": {
                    "field": "value",
                    "type": "quantitative",
                    "title": None,
                    "axis": {**_WHOLE, "tickCount": 3},
                },
                "color": {"field": "series", "type": "nominal", "legend": None, "scale": {"domain": series}},
            },
        },
        "resolve": {"scale": {"y": "independent"}},
        "spacing": 14,
    }


def _stacked_bars(figure: Figure, width: int) -> Mapping[str, Any]:
    series = _in_order(figure, "series")
    return {
        "width": width,
        "height": 190,
        "mark": {"type": "bar"},
        "encoding": {
            "x": {
                "field": "group",
                "type": "ordinal",
                "sort": None,
                "title": None,
                "axis": {"labelAngle": -45 if width == _WIDTH else 0},
            },
            "y": {"field": "value", "type": "quantitative", "title": None, "axis": _WHOLE},
            "color": {"field": "series", "type": "nominal", "sort": series, "scale": {"domain": series}},
            "order": {"field": "series"},
        },
    }


def _bars(_figure: Figure, width: int) -> Mapping[str, Any]:
    encoding = {
        "x": {"field": "group", "type": "ordinal", "sort": None, "title": None, "axis": {"labelAngle": 0}},
        "y": {"field": "value", "type": "quantitative", "title": None, "axis": _WHOLE},
    }
    return {
        "width": width,
        "height": 190,
        "mark": {"type": "bar", "color": _SERIES[1], "cornerRadiusEnd": 2},
        "encoding": encoding,
    }


def _cells(figure: Figure, width: int) -> Mapping[str, Any]:
    columns, rows = _in_order(figure, "x"), _in_order(figure, "y")
    most = max((each["value"] for each in figure.points), default=0) or 1
    return {
        "width": width,
        "height": {"step": 24},
        "layer": [
            {
                "mark": {"type": "rect", "color": _SERIES[1]},
                "encoding": {
                    "opacity": {
                        "field": "value",
                        "type": "quantitative",
                        "legend": None,
                        "scale": {"domain": [0, most], "range": [0.06, 0.5]},
                    }
                },
            },
            {
                "mark": {"type": "text", "fontSize": 11},
                "encoding": {"text": {"field": "label", "type": "nominal"}},
            },
        ],
        "encoding": {
            "x": {
                "field": "x",
                "type": "ordinal",
                "sort": columns,
                "title": None,
                "axis": {"labelAngle": 0, "orient": "top", "domain": False, "ticks": False},
            },
            "y": {
                "field": "y",
                "type": "ordinal",
                "sort": rows,
                "title": None,
                "axis": {"domain": False, "ticks": False},
            },
        },
    }


def _intervals(_figure: Figure, width: int) -> Mapping[str, Any]:
    axis = {"format": "~%", "tickCount": 5}
    return {
        "width": width,
        "height": {"step": 26},
        "encoding": {
            "y": {
                "field": "group",
                "type": "nominal",
                "sort": None,
                "title": None,
                "axis": {"domain": False, "ticks": False},
            }
        },
        "layer": [
            {
                "mark": {
                    "type": "rule",
                    "strokeWidth": 4,
                    "strokeCap": "round",
                    "color": _SERIES[0],
                    "opacity": 0.55,
                },
                "encoding": {
                    "x": {
                        "field": "low",
                        "type": "quantitative",
                        "title": None,
                        "axis": axis,
                        "scale": {"domainMin": 0},
                    },
                    "x2": {"field": "high"},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 70, "color": _SERIES[1], "opacity": 1},
                "encoding": {"x": {"field": "value", "type": "quantitative"}},
            },
        ],
    }


_SHAPES: Mapping[Shape, Callable[[Figure, int], Mapping[str, Any]]] = {
    Shape.GROUPED_BARS: _grouped_bars,
    Shape.BARS_BY_DAY: _bars_by_day,
    Shape.STACKED_BARS: _stacked_bars,
    Shape.BARS: _bars,
    Shape.CELLS: _cells,
    Shape.INTERVALS: _intervals,
}


def _in_order(figure: Figure, key: str) -> list[Any]:
    """Return the values of a key, each once, in the order of the points."""
    return list(dict.fromkeys(each[key] for each in figure.points))
