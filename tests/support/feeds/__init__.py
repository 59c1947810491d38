"""Whether feeds and what else machines read are sound, by rules and schemas of others."""
