"""Everything that changes an organ. Each service owns its transaction; audit and events are written inside it."""

from gongkai.backbone.organs.services.access import OrganRefusedError, organ_locked
from gongkai.backbone.organs.services.contacts import Contact, organ_update
from gongkai.backbone.organs.services.ending import organ_abolish, organ_reinstate
from gongkai.backbone.organs.services.naming import organ_name_take_back, organ_rename
from gongkai.backbone.organs.services.registering import Details, organ_create, organ_edit

__all__ = [
    "Contact",
    "Details",
    "OrganRefusedError",
    "organ_abolish",
    "organ_create",
    "organ_edit",
    "organ_locked",
    "organ_name_take_back",
    "organ_reinstate",
    "organ_rename",
    "organ_update",
]
