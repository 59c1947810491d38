"""Before review: a release begun, its words written by people, programs and machines."""
