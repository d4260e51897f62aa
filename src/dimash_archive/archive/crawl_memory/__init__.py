"""What crawls remember: addresses, lists, captures, runs, and the lines that repeat."""
