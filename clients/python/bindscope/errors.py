"""What went wrong, and what to do about it."""


class BindscopeError(Exception):
    """Something that whoever calls can correct. `hint` says how."""

    def __init__(self, message, hint=None):
        super().__init__(message if hint is None else f"{message}\nhint: {hint}")
        self.message = message
        self.hint = hint


class ServerError(BindscopeError):
    """A server that refused a request, or did not answer: `status` is 0 then."""

    def __init__(self, status, message, hint=None):
        super().__init__(message, hint)
        self.status = status
