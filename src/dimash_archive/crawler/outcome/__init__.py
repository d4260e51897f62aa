"""How a run is going and how it ended: limits, waits, obstacles, the summary."""
