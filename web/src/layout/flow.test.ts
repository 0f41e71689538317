import { describe, expect, it } from 'vitest';
import { flowCurve, flowInk, flowPlaces } from './flow';

const tokens = Array.from({ length: 67 }, (_, position) => ({ position, line: Math.floor(position / 4) + 1 }));

describe('the flow picture’s places', () => {
  it('go from left to right with gaps between lines, and from bottom to top', () => {
    const places = flowPlaces(tokens, new Set(), 7, 900);
    expect(places.lines.some(({ brief }) => brief)).toBe(false);
    expect(places.x.every((x, i) => i === 0 || x > (places.x[i - 1] ?? 0))).toBe(true);
    expect((places.x[4] ?? 0) - (places.x[3] ?? 0)).toBeGreaterThan((places.x[1] ?? 0) - (places.x[0] ?? 0));
    expect(places.y.every((y, i) => i === 0 || y < (places.y[i - 1] ?? 0))).toBe(true);
  });

  it('make lines off the chain one place each where there is little room, and stay inside', () => {
    const places = flowPlaces(tokens, new Set([3, 7, 17]), 7, 358);
    expect(places.lines.filter(({ brief }) => !brief).map(({ line }) => line)).toEqual([3, 7, 17]);
    expect(places.x[0]).toBe(places.x[3]);
    expect(places.x[8]).toBeLessThan(places.x[9] ?? 0);
    expect(Math.max(...places.x)).toBeLessThan(358);
    expect(places.width).toBe(358);
  });

  it('lead a curve from its beginning to its end', () => {
    const { at } = flowCurve(10, 200, 90, 150);
    expect(at(0)).toEqual({ x: 10, y: 200 });
    expect(at(1)).toEqual({ x: 90, y: 150 });
    expect(at(0.5).x).toBe(50);
  });

  it('show small effects, and none as none', () => {
    expect(flowInk(0, 10)).toBe(0);
    expect(flowInk(-3, 10)).toBe(0);
    expect(flowInk(2.5, 10)).toBe(0.5);
    expect(flowInk(30, 10)).toBe(1);
  });
});
