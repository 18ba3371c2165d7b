"""Where the person of a row stands: whether they said no, and what another sender says of them."""
