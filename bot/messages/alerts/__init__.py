"""Messages that an incident is told by: card, group, thread, mail to the site."""
