"""The one kind of error that is told to the user as a sentence, without a stack trace."""


class TrainingError(Exception):
    """A failure that the user can act on; the message says how."""
