"""Reading inquiries: mails, pasted text, sheets; and telling a mail's parts from one another."""
