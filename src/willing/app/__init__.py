"""What a program calls: every command, route and notebook cell is one call of it."""
