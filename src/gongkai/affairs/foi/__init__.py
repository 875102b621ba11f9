"""Disclosure on request (依申请公开): from the form or the counter to the reply and the archive."""
