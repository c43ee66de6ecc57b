"""Who signs in, and how long that holds: passwords, sessions, accounts and their grants.

Works within a transaction of the desk. Must not know requests, cookies or pages.
"""
