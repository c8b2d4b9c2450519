"""What commands and clicks are answered with."""
