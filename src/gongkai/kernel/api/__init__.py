"""The shell of the interface for programs: tokens, limits, errors."""
