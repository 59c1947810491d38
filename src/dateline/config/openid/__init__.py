"""Signing in with the organisation's own OpenID provider: its settings, the protocol, and what the desk is told.

The protocol is allauth's; what it leaves open (the nonce, the issuer of the discovery, the signature of a token that
came by the back channel) is checked here. Who may come in is decided by ``desk.openid.people``.
Source: OpenID Connect Core 1.0, Discovery 1.0.
"""
