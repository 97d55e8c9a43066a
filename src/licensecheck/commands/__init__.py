"""The door of the commands: in go words of a command line or a request, out comes an answer."""
