"""The files of persons and departments."""
