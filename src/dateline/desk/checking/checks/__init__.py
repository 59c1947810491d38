"""One check a module; each takes a galley and the time and yields findings. ``checking.registry`` lists them."""
