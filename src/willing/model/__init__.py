"""What a plan is: frozen values, no behaviour beyond what one value says of itself."""
