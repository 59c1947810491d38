"""A bare Debian runs the project with the packages that the README names, and nothing else."""
