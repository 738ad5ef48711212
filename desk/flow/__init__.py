"""The work flow of the desk: an inquiry comes in, its reply is drafted, edited, looked at, approved and sent."""
