"""The ways in: command line, HTTP and web pages."""
