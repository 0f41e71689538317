import { expect, test } from 'vitest';
import { tipPlace } from './tipPlace';

const frame = { width: 400, height: 300 };
const size = { width: 120, height: 60 };
const at = (x: number, y: number) => ({ left: x, right: x + 10, top: y, bottom: y + 10 });

test('a tooltip stands right of and below what it is about', () => {
  expect(tipPlace(at(20, 20), size, frame)).toEqual({ x: 38, y: 38 });
});

test('it flips at the right and the lower edge', () => {
  expect(tipPlace(at(380, 280), size, frame)).toEqual({ x: 252, y: 212 });
});

test('it never leaves the window', () => {
  for (let x = -50; x < 450; x += 25) {
    for (let y = -50; y < 350; y += 25) {
      const place = tipPlace(at(x, y), size, frame);
      expect(place.x).toBeGreaterThanOrEqual(0);
      expect(place.y).toBeGreaterThanOrEqual(0);
      expect(place.x + size.width).toBeLessThanOrEqual(frame.width);
      expect(place.y + size.height).toBeLessThanOrEqual(frame.height);
    }
  }
});
