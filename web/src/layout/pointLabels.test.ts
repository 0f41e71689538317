import { describe, expect, it } from 'vitest';
import { placeLabels } from './pointLabels';

const frame = { left: 0, width: 200, height: 100 };

describe('placeLabels', () => {
  it('does not reach over the axis on the left', () => {
    expect(placeLabels([{ id: 'a', x: 195, y: 50, width: 30 }], [], { ...frame, left: 170 })[0]?.anchor).not.toBe('end');
  });

  it('stands to the right where there is room, else to the left', () => {
    expect(placeLabels([{ id: 'a', x: 20, y: 50, width: 30 }], [{ x: 20, y: 50 }], frame)).toEqual([{ id: 'a', x: 29, y: 50, anchor: 'start' }]);
    expect(placeLabels([{ id: 'a', x: 190, y: 50, width: 30 }], [], frame)[0]?.anchor).toBe('end');
  });

  it('covers no point and no other label', () => {
    const points = [{ id: 'a', x: 50, y: 50, width: 30 }, { id: 'b', x: 62, y: 50, width: 30 }];
    expect(placeLabels(points, points, frame).map((label) => [label.id, label.anchor])).toEqual([['a', 'end'], ['b', 'start']]);
  });

  it('leaves out what finds no room, the least important first', () => {
    const points = Array.from({ length: 30 }, (_, i) => ({ id: String(i), x: 100, y: 50, width: 60 }));
    const placed = placeLabels(points, [], frame);
    expect(placed.map((label) => label.id)).toEqual(['0', '1', '2', '3']);
  });
});
