"""How units are compared without doing them wrong: limits, charts over time, standardisation, shrinkage, causes of a change, peers."""
