"""What the screens are made of, one widget in each file."""
