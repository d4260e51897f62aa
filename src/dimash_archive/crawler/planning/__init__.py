"""What to ask for next, and of whom: discovery, the queue of an edition, the gate of the hosts."""
