"""Programs for those who work on Sodan; nothing of the product imports them."""
