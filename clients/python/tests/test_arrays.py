import unittest

import numpy as np

from bindscope import columns, to_arrays


class ArraysTest(unittest.TestCase):
    def test_records_become_columns_and_lists_axes(self):
        found = columns([{"step": 1, "byHops": [{"n": 2}, {"n": 3}], "counts": [1, 2]}, {"step": 2, "byHops": [{"n": 4}, {"n": 5}], "counts": [3, 4]}])

        self.assertEqual({"step", "byHops.n", "counts"}, set(found))
        np.testing.assert_array_equal([[2, 3], [4, 5]], found["byHops.n"])
        np.testing.assert_array_equal([[1, 2], [3, 4]], found["counts"])

    def test_what_is_missing_or_null_among_numbers_is_not_a_number(self):
        found = columns([{"a": 1}, {"a": None}, {}, {"a": 2.5}])

        np.testing.assert_array_equal([1, np.nan, np.nan, 2.5], found["a"])

    def test_lists_of_several_lengths_stay_apart(self):
        found = columns([{"cells": [{"x": 1}]}, {"cells": [{"x": 2}, {"x": 3}]}, {"cells": []}])["cells"]

        self.assertEqual(object, found.dtype)
        np.testing.assert_array_equal([2, 3], found[1]["x"])
        self.assertEqual(0, len(found[2]))

    def test_numbers_keep_their_value_and_kind(self):
        found = columns([{"seed": 2**64 - 1, "step": 2**60 + 1, "text": "a", "is": True}, {"seed": 1, "step": 0, "text": "bc", "is": False}])

        self.assertEqual(2**64 - 1, int(found["seed"][0]))
        self.assertEqual(2**60 + 1, int(found["step"][0]))
        self.assertEqual(["a", "bc"], list(found["text"]))
        self.assertEqual(bool, found["is"].dtype)

    def test_lists_that_are_null_in_some_records_are_not_filled_up(self):
        found = columns([{"a": [1, 2]}, {"a": None}])["a"]

        self.assertIsNone(found[1])
        np.testing.assert_array_equal([1, 2], found[0])

    def test_a_record_has_no_axis_of_its_own(self):
        found = to_arrays({"format": 1, "inner": {"values": [[1, 2], [3, 4]]}, "none": None, "name": "x"})

        self.assertEqual((1, None, "x"), (found["format"], found["none"], found["name"]))
        np.testing.assert_array_equal([[1, 2], [3, 4]], found["inner.values"])


if __name__ == "__main__":
    unittest.main()
