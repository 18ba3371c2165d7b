"""What a contact file is made of: its kind, its encoding, and the rows or lines in it."""
