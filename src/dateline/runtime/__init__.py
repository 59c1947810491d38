"""Processes: servers, worker, supervisor and mirror, and the home that they share.

This package connects ``public`` and ``newsroom``: it passes to each what it needs from the other. A module that works
without Django says so in its docstring. The public server may import only such modules.
"""
