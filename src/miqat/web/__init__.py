"""The HTTP interface: an API, feeds and announcements over one table of operations.

It needs the extra `[web]`. `miqat serve` starts it; `miqat.web.app.create()` returns the ASGI
application for a server of the reader's choice.
"""
