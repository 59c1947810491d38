"""The text index: texts analysed, indexed, and kept in generations."""
