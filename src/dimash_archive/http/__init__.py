"""Asking hosts, politely: the client, its guard, robots.txt, the pace, content codings."""
