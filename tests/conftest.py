"""The one option of this suite."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-docs", action="store_true", help="write the generated parts of docs/ anew")
