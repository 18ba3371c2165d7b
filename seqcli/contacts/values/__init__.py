"""What single cells of a contact file hold: names, nothing, a value read in the wrong encoding."""
