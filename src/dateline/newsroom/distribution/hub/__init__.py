"""The newsroom's own WebSub hub: wishes are taken at its door, verified with the callback, and become subscriptions."""
