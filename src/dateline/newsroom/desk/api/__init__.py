"""The API for writing: programs of the organisation bring drafts to the desk, and take them as far as the reviewers.

Promises: nothing here publishes, approves or schedules; a token sees and changes drafts that its own offices lead, and
no others; every act stands in the audit trail under the token's name; whatever is sent, the answer is what the
description names, and a refusal is a sentence (RFC 9457).
"""
