"""A review of a case on the desk: where it stands and what can be done, what was found, lists of reviews."""
