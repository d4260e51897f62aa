"""The commands, a module for each group of them; each is loaded when it is asked for."""
