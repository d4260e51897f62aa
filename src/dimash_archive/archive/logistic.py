"""What weights of evidence that were added up come to."""

from math import exp

_MOST = 30.0  # beyond it probabilities differ by nothing, and `exp` overflows in the end


def logistic(weight: float) -> float:
    """The probability, from 0 to 1, of what evidence of this weight speaks for; weights are natural logarithms of odds."""
    return 1 / (1 + exp(-max(-_MOST, min(_MOST, weight))))
