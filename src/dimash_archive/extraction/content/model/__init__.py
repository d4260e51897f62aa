"""The general method: the features of a line, and the network that weighs them."""
