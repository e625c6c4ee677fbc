"""The declarations of the commands: arguments, options and examples, one command a module."""
