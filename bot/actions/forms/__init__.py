"""What opens a form, and what its submission does."""
