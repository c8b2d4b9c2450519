"""What is due is read, judged and recorded: dispatcher, one check, canaries, storm guard."""
