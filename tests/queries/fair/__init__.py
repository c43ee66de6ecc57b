"""Statistics of fair comparison."""
