"""What the columns of a contact file are: by their headers, and by what the first rows show."""
