"""Where a server may be killed; what happens there stands in `small_server.DEATHS`."""

PLACES = [
    "before a text is stored",
    "after a text is stored, before it is acknowledged",
    "before a conversation is leased",
    "after a text is taken from the inbox",
    "before the turn",
    "after the turn, before its reply is kept",
    "after the reply is kept",
    "before a text is leased for sending",
    "before the carrier is asked",
    "after the carrier has answered, before that is kept",
    "after the carrier's answer is kept",
    "before a status is kept",
]
