"""`miqat completion SHELL`."""

from __future__ import annotations

from miqat.cli.command import Command, argument

command = Command(
    "completion",
    [argument("shell", complete="shell")],
    "SHELL is bash, zsh or fish. Load the script when the shell starts; for bash: add "
    "'eval \"$(miqat completion bash)\"' to ~/.bashrc.",
    examples=("miqat completion bash", "miqat completion fish"),
)
