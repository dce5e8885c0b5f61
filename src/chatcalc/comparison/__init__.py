"""Results beside published statistics: direction of travel, position, rank."""
