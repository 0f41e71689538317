import { describe, expect, it } from 'vitest';
import type { AnalysisEntry, ComponentMap, EffectCell, GroupEffects, PatchMap, PatchResult } from '../api/contract.g';
import { circuitChanges, edgeVariants, nearestStored, storedOf } from './analyses';
import { curvesOf, atStep, orderOf } from './emergence';
import { axes, headPoints, readNames, writeNames } from './headScatter';
import { componentRows, controlsAt, gridOf, gridsOf, gridTable, mapMatrix, patchSentence, reach, strongestCell, tellingCell } from './patching';
import { labelOf } from './table';

const proportion = (value: number) => ({ value, low: value / 2, high: (1 + value) / 2, programs: 20 });
const cell = (layer: number, role: string, success: number, head = 0): EffectCell => ({
  layer, head, role, success: proportion(success), kept: proportion(1 - success),
  logitDifference: { value: 20 * success - 10, low: -1, high: 1, programs: 20 }, effect: { value: 20 * success, low: 0, high: 1, programs: 20 },
});
const group: GroupEffects = {
  hops: 2, answerLine: 'later', available: 90, tried: 22, solved: 20, programs: 20,
  cells: [cell(2, 'colon', 0.1), cell(1, 'rhs:2', 0), cell(1, 'rhs:1', 1), cell(1, 'colon', 0), cell(2, 'rhs:1', 0.4), cell(2, 'rhs:2', 0.9)],
  controls: {
    noOpLargestChange: 0, unrelated: [], swapped: [], random: [cell(1, 'rhs:1', 0.05)],
    movedRoot: [{ layer: 2, head: 0, role: 'rhs:2', value: proportion(0.8), pointer: proportion(0.1), kept: proportion(0.1) }],
  },
};
const result: PatchResult = {
  format: 1, checkpoint: 5000, target: 'residual', layers: 2, heads: 0, ranking: [],
  groups: [group, { ...group, answerLine: 'first' }, { ...group, hops: 1 }],
};

describe('grids', () => {
  it('puts layers in rows and the tokens of the digit’s way in columns', () => {
    const grid = gridOf(group, 'success', 'patch');
    expect(grid.roles).toEqual(['rhs:1', 'rhs:2', 'colon']);
    expect(grid.rows.map((row) => row.label)).toEqual(['layer 1', 'layer 2']);
    expect(grid.cells.map((row) => row.map((one) => one?.value))).toEqual([[1, 0, 0], [0.4, 0.9, 0.1]]);
    expect(grid.cells[1]?.[1]).toEqual({ value: 0.9, low: 0.45, high: 0.95, programs: 20 });
  });

  it('keeps the places of a control that has fewer cells', () => {
    expect(gridOf(group, 'success', 'random').cells).toEqual([[proportion(0.05), null, null], [null, null, null]]);
    expect(gridOf(group, 'effect', 'movedPointer').cells[1]?.[1]?.value).toBe(0.1);
  });

  it('orders groups by hops and then by answer line', () => {
    expect(gridsOf(result, 'success', 'patch').map((grid) => [grid.hops, grid.answerLine])).toEqual([[1, 'later'], [2, 'first'], [2, 'later']]);
  });

  it('finds how far a colour scale must reach', () => {
    expect(reach(gridsOf(result, 'logitDifference', 'patch'))).toBe(10);
    expect(reach([], 1)).toBe(1);
  });

  it('writes every shown number into its table', () => {
    const table = gridTable([gridOf(group, 'success', 'patch')], 'success');
    expect(table.columns.map(labelOf)).toEqual(['hops', 'answer line', 'layer', 'token', 'success', 'low', 'high', 'n']);
    expect(table.rows).toHaveLength(6);
    expect(table.rows[4]).toEqual([2, 'later', 2, 'rhs:2', 0.9, 0.45, 0.95, 20]);
  });
});

const map: PatchMap = {
  format: 1, checkpoint: 1, layers: 2, baseAnswer: 2, sourceAnswer: 7, baseLogits: [], sourceLogits: [],
  tokens: [{ position: 0, text: 'a', line: 1, role: null }, { position: 1, text: '=', line: 1, role: null }],
  cells: [{ layer: 2, position: 1, newDigitChange: 3, normalised: 1, top: 7, success: true, changed: true, logits: null }],
};

describe('maps', () => {
  it('finds cells by layer and position', () => {
    expect(mapMatrix(map)).toEqual([[null, null], [null, map.cells[0]]]);
  });

  it('takes the strongest cell of the last layer at which a patch still changes the answer', () => {
    const one = map.cells[0]!;
    const early = { ...one, layer: 1, newDigitChange: 9 };
    const weaker = { ...one, position: 0, newDigitChange: 1 };
    const failed = { ...one, position: 0, newDigitChange: 8, success: false };
    expect(tellingCell({ ...map, cells: [early, weaker, one, failed] })).toBe(one);
    expect(tellingCell({ ...map, cells: [failed] })).toBeNull();
  });

  it('says what a patch did', () => {
    const one = map.cells[0]!;
    expect(patchSentence(one, map)).toBe('The new digit\'s logit rises by 3.00; the model now answers 7, as if the program said 7.');
    expect(patchSentence({ ...one, top: 2, newDigitChange: -0.5 }, map)).toContain('falls by 0.50; the model still answers 2.');
    expect(patchSentence({ ...one, newDigitChange: 0.001, top: 2 }, map)).toContain('less than 0.01');
    expect(patchSentence({ ...one, changed: false }, map)).toContain('exactly 0');
  });

  it('lists heads in order, and MLPs without a head', () => {
    const heads: ComponentMap = {
      layers: 1, heads: 2, change: [[[0, 1], [2, 3]]], top: [[[4, 4], [4, 7]]], changed: [[[false, true], [true, true]]],
    };
    expect(componentRows(heads).map((row) => row.label)).toEqual(['1.1', '1.2']);
    expect(componentRows(heads)[1]?.cells[1]).toEqual({ position: 1, change: 3, top: 7, changed: true });
    expect(componentRows({ ...heads, heads: 0, change: [[[1]]] })[0]).toMatchObject({ head: 0, label: 'layer 1' });
  });
});

const entry = (name: string, kind: string, checkpoint: number | null, spec: unknown = {}): AnalysisEntry =>
  ({ name, kind, checkpoint, title: '', question: '', command: '', bytes: 10, spec }) as AnalysisEntry;

describe('nearestStored', () => {
  const analyses = [
    entry('patch-residual-005000', 'patch-residual', 5000),
    entry('patch-residual-001000', 'patch-residual', 1000),
    entry('patch-residual-005000-spans', 'patch-residual', 5000, { tokens: 'spans' }),
    { ...entry('patch-residual-003000', 'patch-residual', 3000), bytes: 0 },
    entry('heads-005000', 'heads', 5000),
  ];

  it('takes the nearest checkpoint and says whether it is the one', () => {
    expect(nearestStored(analyses, { kind: 'patch-residual', tokens: 'chain' }, 1500)).toMatchObject({ step: 1000, exact: false });
    expect(nearestStored(analyses, { kind: 'patch-residual', tokens: 'chain' }, 5000)).toMatchObject({ step: 5000, exact: true });
    expect(nearestStored(analyses, { kind: 'patch-residual', tokens: 'chain' }, null)).toMatchObject({ step: 5000, exact: true });
    expect(nearestStored(analyses, { kind: 'patch-mlp' }, 5000)).toBeNull();
  });

  it('tells the chain’s tokens from spans and leaves out what is not finished', () => {
    expect(storedOf(analyses, { kind: 'patch-residual', tokens: 'spans' }).map((one) => one.entry.name)).toEqual(['patch-residual-005000-spans']);
    expect(storedOf(analyses, { kind: 'patch-residual' })).toHaveLength(3);
  });

  it('leaves out what is of a user’s own programs, or of another site than what heads write', () => {
    const others = [
      entry('patch-residual-005000-mine-1234abcd', 'patch-residual', 5000, { selection: { ownPairs: { file: 'mine.csv' } } }),
      entry('patch-residual-005000-mine-1234abce', 'patch-residual', 5000, { selection: { ownPrograms: { file: 'mine.txt' } } }),
      entry('patch-residual-005000-q', 'patch-residual', 5000, { selection: {}, site: 'attention.q' }),
    ];
    expect(storedOf(others, { kind: 'patch-residual' })).toHaveLength(0);
  });
});

describe('edgeVariants', () => {
  it('lists the ways in which edges were cut, the most telling first', () => {
    const analyses = [
      entry('patch-attention-005000-spans-layers', 'patch-attention', 5000, { tokens: 'spans', granularity: 'layers' }),
      entry('patch-attention-005000', 'patch-attention', 5000),
    ];
    expect(edgeVariants(analyses).map((one) => one.id)).toEqual(['spans-layers', 'chain-heads']);
    expect(nearestStored(analyses, edgeVariants(analyses)[0]!.wanted, 5000)?.entry.name).toBe('patch-attention-005000-spans-layers');
    expect(edgeVariants([])).toEqual([]);
  });
});

describe('circuitChanges', () => {
  it('tells circuits of the digit from those of what finds the root', () => {
    const analyses = [entry('circuit-005000', 'circuit', 5000), entry('circuit-005000-names', 'circuit', 5000, { change: 'names' })];
    expect(circuitChanges(analyses).map((one) => one.id)).toEqual(['digit', 'names']);
    expect(circuitChanges(analyses.slice(0, 1)).map((one) => one.id)).toEqual(['digit']);
    for (const [change, name] of [['digit', 'circuit-005000'], ['names', 'circuit-005000-names']] as const) {
      expect(nearestStored(analyses, { kind: 'circuit', change }, 5000)?.entry.name).toBe(name);
    }
  });
});

describe('heads', () => {
  it('joins what the two analyses say of a head', () => {
    const estimate = { value: 2, low: 1, high: 3, programs: 9 };
    const points = headPoints(
      {
        format: 1, checkpoint: 1, programs: 9, tried: 9, logitDifference: 4,
        heads: [{ layer: 2, head: 1, previousToken: 0.5, twoBack: 0, lineStart: 0, sameName: 0.25, binding: 0, entropy: 1, betweenRoles: [] }],
        logits: [{ part: 'head', layer: 2, head: 1, contribution: estimate }, { part: 'mlp', layer: 2, head: 0, contribution: estimate }],
      },
      {
        ...result, target: 'heads', heads: 2,
        ranking: [{ layer: 1, head: 2, strongest: { role: 'colon', hops: 2, effect: { ...estimate, value: 9 }, success: 0.5 }, serves: 'last step', byRole: [] }],
      },
    );
    expect(points).toEqual([
      { layer: 1, head: 2, label: '1.2', serves: 'last step', values: { layer: 1, effect: 9, success: 0.5 } },
      {
        layer: 2, head: 1, label: '2.1', serves: null,
        values: { layer: 2, previousToken: 0.5, twoBack: 0, lineStart: 0, sameName: 0.25, binding: 0, entropy: 1, directLogit: 2 },
      },
    ]);
    expect(new Set(axes.map((axis) => axis.id)).size).toBe(axes.length);
  });

  it('carries names in a link', () => {
    const names = new Map([['3.2', 'last step; really'], ['2.1', 'first hop'], ['1.1', '']]);
    expect(writeNames(names)).toBe('3.2:last step  really;2.1:first hop');
    expect([...readNames(writeNames(names))]).toEqual([['3.2', 'last step  really'], ['2.1', 'first hop']]);
    expect([...readNames('x;1.1:;<b>:1')]).toEqual([]);
  });
});

describe('development', () => {
  const at = (step: number, colon: number, root: number) => ({
    step,
    accuracy: [],
    values: [
      { layer: 2, role: 'rhs:1', hops: 1, answerLine: 'later' as const, success: proportion(root) },
      { layer: 2, role: 'colon', hops: 1, answerLine: 'later' as const, success: proportion(colon) },
    ],
  });
  const development = {
    format: 1,
    cells: [
      { layer: 2, role: 'rhs:1', why: 'strongest' },
      { layer: 2, role: 'colon', why: "the paper's heuristic cell; no early route is left at the last checkpoint" },
      { layer: 3, role: 'rhs:2', why: 'strongest' },
    ],
    programs: [],
    checkpoints: [at(0, 0.1, 0), at(100, 0.8, 0.2), at(200, 0.7, 1)],
    order: [{ layer: 2, role: 'rhs:1', hops: 1, answerLine: 'later' as const, after: 100, step: 200, low: 200, high: 200, final: 1 }],
  };

  it('puts the heuristic first and leaves out cells that a group has not', () => {
    const curves = curvesOf(development, 1, 'later');
    expect(curves.map((curve) => [curve.id, curve.heuristic])).toEqual([['2,colon', true], ['2,rhs:1', false]]);
    expect(curves[0]?.points.map((point) => point.value)).toEqual([0.1, 0.8, 0.7]);
    expect(curves[1]?.emergence?.step).toBe(200);
    expect(curvesOf(development, 2, 'later')).toEqual([]);
  });

  it('reads a curve at a step', () => {
    const curve = curvesOf(development, 1, 'later')[1]!;
    expect(atStep(curve, 150)?.step).toBe(100);
    expect(atStep(curve, -1)).toBeNull();
  });

  it('orders emergences by step', () => {
    expect(orderOf(development, 'first')).toEqual([]);
    expect(orderOf(development, null).map((one) => one.step)).toEqual([200]);
  });
});

describe('controls', () => {
  it('takes the strongest cell that is no foregone conclusion', () => {
    expect(strongestCell(result)).toEqual({ hops: 2, answerLine: 'later', layer: 2, head: 0, role: 'rhs:2' });
    expect(strongestCell({ ...result, groups: [] })).toBeNull();
  });

  it('lists the patch and what was measured beside it', () => {
    const found = controlsAt(result, { hops: 2, answerLine: 'later', layer: 2, head: 0, role: 'rhs:2' });
    expect(found.map((one) => [one.id, one.reading.value])).toEqual([['patch', 0.9], ['movedValue', 0.8], ['movedPointer', 0.1], ['movedKept', 0.1]]);
    expect(controlsAt(result, { hops: 9, answerLine: 'later', layer: 2, head: 0, role: 'rhs:2' })).toEqual([]);
  });
});
