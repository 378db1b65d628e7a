"""From a Document to a level of urgency, its signs and the fixed text that answers them."""
