"""What commands answer, built from values of the engine and the store."""
