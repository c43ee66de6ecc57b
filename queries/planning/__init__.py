"""Review plans: the pool of cases, the layers drawn from it, what they will tell, and who reviews what."""
