"""What a report suggests: who promises, refuses or hangs on what."""
