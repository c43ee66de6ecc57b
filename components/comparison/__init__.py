"""How units are shown beside one another: what is compared, the own trend, the funnel, the table, the mix, the causes, the peers."""
