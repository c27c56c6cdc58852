"""A crowd that writes to a bot through a Bot API on this machine, and what the bot does under it."""
