"""Everything that changes a request. Each service owns its transaction; audit and events are written inside it."""

from gongkai.affairs.foi.services.applying import Receipt, request_file
from gongkai.affairs.foi.services.archiving import archive_package
from gongkai.affairs.foi.services.assigning import Assignment, assign
from gongkai.affairs.foi.services.happening import happen
from gongkai.affairs.foi.services.papers import TAKING, paper_add, paper_read
from gongkai.affairs.foi.services.reading import identity_masked, identity_read, letter_read, words_read
from gongkai.affairs.foi.services.redacting import (
    PREPARING,
    material_add,
    material_copy,
    material_mark,
    material_name,
    material_plan,
    material_read,
    material_remove,
)
from gongkai.affairs.foi.services.rotating import keys_rotate

__all__ = [
    "PREPARING",
    "TAKING",
    "Assignment",
    "Receipt",
    "archive_package",
    "assign",
    "happen",
    "identity_masked",
    "identity_read",
    "keys_rotate",
    "letter_read",
    "material_add",
    "material_copy",
    "material_mark",
    "material_name",
    "material_plan",
    "material_read",
    "material_remove",
    "paper_add",
    "paper_read",
    "request_file",
    "words_read",
]
