"""Small runnable experiments, each of which justifies a choice."""
