"""People of the education bureau at the console."""

import pytest

from backbone.records.console.desks import Enter, signed_in


@pytest.fixture
def enter(db: None) -> Enter:
    """Signs a new person of the education bureau in, with these roles."""
    return signed_in
