"""Checks before publication: small rules, each with an id, a reason and a fix."""

from gongkai.foundations.texts.checking.remarks import Remark, Severity
from gongkai.foundations.texts.checking.rules import check_document

__all__ = ["Remark", "Severity", "check_document"]
