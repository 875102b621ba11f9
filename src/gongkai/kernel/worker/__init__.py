"""Work in the background: steps in three lanes, a loop that runs them, a bell that wakes it."""

from gongkai.kernel.worker.steps import Lane, Step

__all__ = ["Lane", "Step"]
