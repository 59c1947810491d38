"""The processes: servers, worker, supervisor, mirror, and the home that they share.

It joins the two wings: what one needs of the other is handed in here. Modules say where they do without Django; the
public server may load only those.
"""
