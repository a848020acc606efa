"""Real processes that are killed, cut off and starved; afterwards everything must still agree. Run by ``tests.run``."""
