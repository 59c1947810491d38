"""The write API: programs of the organisation create drafts and submit them to the reviewers.

Guarantees: the API never publishes, approves or schedules. A token sees and changes only drafts that its own offices
lead. The audit trail records every action under the token's name. Every response matches the OpenAPI description;
a refusal is a problem document with a sentence (RFC 9457).
"""
