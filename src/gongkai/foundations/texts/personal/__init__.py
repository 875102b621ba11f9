"""Personal data in texts: where it stands, of what kind, how sure that is, and how it could be masked."""

from gongkai.foundations.texts.personal.documents import PersonalFinding, find_in_document
from gongkai.foundations.texts.personal.finder import find_personal
from gongkai.foundations.texts.personal.spans import DOUBTFUL, Personal, PersonalKind

__all__ = ["DOUBTFUL", "Personal", "PersonalFinding", "PersonalKind", "find_in_document", "find_personal"]
