"""The web as both wings speak it: addresses of the site, requests, responses and headers, one guarded HTTP client."""
