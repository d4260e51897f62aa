"""Polite requests to hosts: the client, its guard, robots.txt, the pace, content codings."""
