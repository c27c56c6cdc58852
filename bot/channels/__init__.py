"""How people reach the bot: the terminal and Telegram."""
