"""`make bench`: how long, how large, how much memory; ratios of things timed in one run, never compared across machines."""
