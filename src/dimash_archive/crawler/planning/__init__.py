"""What to request next, and from which host: discovery, the queue of an edition, the gate of the hosts."""
