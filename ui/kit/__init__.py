"""The kit: widgets, delegates and painters that every page is made of; they know tokens, not pages."""
