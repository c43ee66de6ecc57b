"""The pages, in the order of the menu. Nothing is discovered."""
