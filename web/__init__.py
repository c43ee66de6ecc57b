"""The edge: where a request becomes a question and an answer a response. Beside app.py the only place that knows Flask.

A route knows no page and no query by name; what it answers with it is handed, or asks of declarations.
"""
