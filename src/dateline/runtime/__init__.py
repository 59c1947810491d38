"""The processes: servers, supervisor, worker, the home they share, and what an emergency closes."""
