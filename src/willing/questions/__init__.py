"""One question each: a picture goes in, a frozen result comes out."""
