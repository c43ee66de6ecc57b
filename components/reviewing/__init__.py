"""How the results of quality reviews are shown: coverage against its target, grades, problems, what can be relied on."""
