"""Where embedded things may come from."""

from urllib.parse import urlsplit

PROVIDERS = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
    "dailymotion.com": "Dailymotion",
    "soundcloud.com": "SoundCloud",
    "flickr.com": "Flickr",
    "x.com": "X",
    "twitter.com": "X",
    "facebook.com": "Facebook",
    "instagram.com": "Instagram",
    "linkedin.com": "LinkedIn",
    "bsky.app": "Bluesky",
    "mastodon.social": "Mastodon",
}
"""Host, with all below it, and the name readers see."""


def provider_of(url: str) -> str | None:
    """Return the provider's name for an https address of an allowed host, else None."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme != "https":
        return None
    return next((name for known, name in PROVIDERS.items() if host == known or host.endswith(f".{known}")), None)
