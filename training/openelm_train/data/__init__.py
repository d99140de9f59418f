"""From named packages to clean, deduplicated, licensed text, and on to token shards."""
