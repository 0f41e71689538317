import { expect, it } from 'vitest';
import { readLecture, stepLecture, writeLecture } from './lecture';

const views = ['#/overview?run=a&step=5', '#/residual?run=a&cell=3.10'];

it('keeps views in their order, and reads no others', () => {
  expect(readLecture(writeLecture(views))).toEqual(views);
  expect(readLecture(`https://example.org/\n${views[0]}\njavascript:x\n#/`)).toEqual([views[0]]);
  expect(readLecture(null)).toEqual([]);
});

it('goes through them and stays inside', () => {
  expect(stepLecture(views, -1, 1)).toBe(0);
  expect(stepLecture(views, 0, 1)).toBe(1);
  expect(stepLecture(views, 1, 1)).toBe(1);
  expect(stepLecture(views, 0, -1)).toBe(0);
  expect(stepLecture([], 0, 1)).toBe(-1);
});
