"""The chance that an open clock misses its day: learnt from past days of the same records, and kept only when it helps.

`episodes` says what runs and until when, `days` what was known of it on a day, `learning` fits and judges, `build` stores.
"""
