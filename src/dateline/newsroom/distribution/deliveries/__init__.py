"""Deliveries: the planner turns log entries into rows, the queue stores their state, the sender sends them."""
