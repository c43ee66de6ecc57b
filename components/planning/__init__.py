"""How review plans are shown: what must be reviewed, the terms of a plan, what it chooses, who reviews what."""
