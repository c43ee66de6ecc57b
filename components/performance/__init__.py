"""How the file of a person and of a department is shown: facts with their rows, a distribution without names, no score."""
