"""What can be done at one place of a program's forward pass. Sites and their names: docs/model.md."""

from .errors import BindscopeError


class _Place:
    """A token at a site: by its position from 0, or by its role, such as `rhs:2` or `colon`."""

    _action = ""

    def __init__(self, site, *, position=None, role=None, head=0):
        if (position is None) == (role is None):
            raise BindscopeError(
                f"{type(self).__name__}({site!r}) names its token {'twice' if role is not None else 'nowhere'}",
                "give either position=, from 0, or role=, such as 'rhs:2'",
            )
        self.site, self.position, self.role, self.head = site, position, role, head

    def to_json(self):
        """As the server takes it."""
        token = {"role": self.role} if self.role is not None else {"position": int(self.position)}
        return {"site": self.site, "head": int(self.head), "action": self._action, **token}

    def __repr__(self):
        token = f"role={self.role!r}" if self.role is not None else f"position={self.position}"
        head = f", head={self.head}" if self.head else ""
        return f"{type(self).__name__}({self.site!r}, {token}{head})"


class Patch(_Place):
    """Puts the source's vector there: `Patch("residual.in:3", position=26)`, `Patch("attention.head:2", role="rhs:1", head=4)`."""

    _action = "patch"


class Zero(_Place):
    """Puts zeros there."""

    _action = "zero"


class Cut(_Place):
    """A head no longer attends from the token at `position` to that at `key`; its other weights are scaled to sum to 1."""

    _action = "cut"

    def __init__(self, layer, *, position, key, head):
        super().__init__(f"attention.pattern:{layer}", position=position, head=head)
        self.layer, self.key = layer, key

    def to_json(self):
        """As the server takes it."""
        return {**super().to_json(), "key": int(self.key)}

    def __repr__(self):
        return f"Cut({self.layer}, position={self.position}, key={self.key}, head={self.head})"
