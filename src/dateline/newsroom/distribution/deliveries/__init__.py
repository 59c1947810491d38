"""From the log to receivers: deliveries are planned, queued, sent, tried again and given up."""
