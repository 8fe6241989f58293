"""Scores that can be repeated: each number travels with the signature of how it was made."""
