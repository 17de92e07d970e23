"""Every page as people meet it: what `make screens` photographs and what the browser tests look over."""
