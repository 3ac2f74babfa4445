"""What changed between two catalogues, what the changes do, and the rules that guard them."""
