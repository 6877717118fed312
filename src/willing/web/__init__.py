"""What every page that is served needs: who may ask, the frame of a page, errors as JSON, and sockets that tell it."""
