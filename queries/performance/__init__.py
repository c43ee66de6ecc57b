"""The file of a prosecutor and of a department: facts with their sources, beside the colleagues' distribution; never a score."""
