"""Whose fault an error of the database is."""

from django.db import InterfaceError, InternalError, OperationalError

# The database is away, busy or broken: whatever was to be done is not to blame, and is done again as it is. Every other
# error of it (a value too long, a row twice) is the fault of what was asked.
AT_FAULT = (OperationalError, InterfaceError, InternalError)
