"""Whom to write to next: prospects with their reminders, and what makes a page one."""
