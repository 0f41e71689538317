"""From JSON to arrays: records become columns, lists of numbers become axes."""

import numpy as np


def to_arrays(value):
    """Makes arrays of what a JSON file holds.

    A list of numbers is an array; a list of lists of one length has an axis more; a list of records is a dictionary of columns, whose names
    are the records' keys joined by dots. A record is a dictionary of the same kind without that axis. What is missing or null among numbers
    is NaN. Lists whose lengths differ stay apart: their column is an array of objects, each of them made by this function.
    """
    if isinstance(value, dict):
        return {name: _first(column) for name, column in _stacked([value], "").items()}
    if isinstance(value, list):
        return _bare(_stacked(value, ""))
    return value


def columns(records):
    """The same for a list of records, such as the lines of metrics.jsonl: always a dictionary of columns."""
    return _stacked(records, "")


def _first(column):
    one = column[0]
    return one.item() if isinstance(one, np.generic) else one


def _bare(stacked):
    """What is under no name is no dictionary."""
    return stacked[""] if set(stacked) == {""} else stacked


def _stacked(values, name):
    """Columns by name of values that stand in one place of several records; their first axis is the records."""
    there = [value for value in values if value is not None]
    if there and all(isinstance(value, dict) for value in there):
        names = dict.fromkeys(key for value in there for key in value)
        found = {}
        for key in names:
            inner = [None if value is None else value.get(key) for value in values]
            found.update(_stacked(inner, f"{name}.{key}" if name else key))
        return found

    if there and all(isinstance(value, list) for value in there):
        lengths = {len(value) for value in there}
        if len(there) == len(values) and len(lengths) == 1 and lengths != {0}:
            length = lengths.pop()
            inner = _stacked([one for value in values for one in value], name)
            return {key: column.reshape(len(values), length, *column.shape[1:]) for key, column in inner.items()}
        return {name: _objects([None if value is None else to_arrays(value) for value in values])}

    return {name: _plain(values, there)}


def _plain(values, there):
    if there and all(isinstance(value, bool) for value in there):
        return np.array(values, dtype=bool) if len(there) == len(values) else _objects(values)
    if there and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in there):
        return _numbers(values, there)
    if there and len(there) == len(values) and all(isinstance(value, str) for value in there):
        return np.array(values)
    return _objects(values)


def _numbers(values, there):
    if len(there) == len(values) and all(isinstance(value, int) for value in there):
        for kind in (np.int64, np.uint64):
            try:
                return np.array(values, dtype=kind)
            except OverflowError:
                continue
        return _objects(values)
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _objects(values):
    found = np.empty(len(values), dtype=object)
    for i, value in enumerate(values):
        found[i] = value
    return found
