"""The newsroom's own WebSub hub: requests are accepted, verified with the callback, and become subscriptions."""
