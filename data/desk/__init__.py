"""What people write: followed cases, plans, reviews, accounts, the log. Refers to cases by their case number.

The records never depend on the desk; a new snapshot leaves it as it is.
"""
