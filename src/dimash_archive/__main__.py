"""`python -m dimash_archive`: the command line."""

from dimash_archive.cli import main

main()
