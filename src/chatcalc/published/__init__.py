"""Published statistics: what DfE says of all authorities, and of which authorities it can."""
