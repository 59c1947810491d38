"""What wires the rest: settings, addresses, clock, processes and the command line.

The only package that reads the environment and the clock and that may import all others. What
`dateline serve` needs of it (``home``, ``public``) imports no Django.
"""
