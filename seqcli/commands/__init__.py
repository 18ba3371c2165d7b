"""One module a command, named after it. Each returns a `CommandResult`; none prints or parses."""
