"""The table of what of a DOCX goes into its redacted copy."""

import tomllib
from importlib.resources import files
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_TABLE: dict[str, Any] = tomllib.loads(files(__package__).joinpath("docx_rules.toml").read_text("utf-8"))

KEPT = frozenset(W + name for names in _TABLE["kept"].values() for name in names.split())
UNWRAPPED = frozenset(
    [W + name for name in _TABLE["unwrapped"]["text"].split()]
    + [M + name for name in _TABLE["unwrapped"]["formulas"].split()]
)
ATTRIBUTES = frozenset(_TABLE["attributes"]["all"].split())
LEFT_OUT: dict[str, str] = {W + name: kind for name, kind in _TABLE["left_out"].items()}
BUILT_IN = frozenset(_TABLE["built_in_styles"]["names"])
