"""Records in: what lies on disk or in a source database becomes the canonical tables.

reading    encoding → lines / sheets / parquet / xes / database → a Delivery: one table as delivered, all text, with row numbers
meaning    mapping (TOML → which source column fills which field) → binding (to the columns that are really there)
taking     texts, columns, plan (the SQL of one pass) → faults, checks, references, orders: what is wrong and why
leaving    merging → staged tables; quarantine → the rows set aside and the account of every file
load.py joins them. Nothing here knows how a snapshot is built or shown.
"""
