"""HTTP for both wings: addresses of the site, requests, responses and headers, one guarded HTTP client."""
