"""Settings, URLs and the command line: what starts the processes of ``runtime``.

It may import all other packages, and none imports it. Commands import what needs Django once it is set up.
"""
