"""Running Rasa: encoder and training, in-process actions, serving, shell."""
