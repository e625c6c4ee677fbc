"""The user's own store of announcements: reading, writing, and its migrations."""
