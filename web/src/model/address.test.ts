import { describe, expect, test } from 'vitest';
import { type Address, readAddress, writeAddress } from './address';

const address: Address = {
  page: 'residual',
  unknown: null,
  run: 'demo-1',
  step: 5000,
  pin: 25,
  program: 'k=2\nj=k\n#j:',
  source: 'k=3\nj=k\n#j:',
  own: { cell: '2,rhs:1+1', axis: 'linear' },
};

describe('the address', () => {
  test('reads what it wrote', () => {
    expect(readAddress(writeAddress(address))).toEqual(address);
  });

  test('is readable', () => {
    expect(writeAddress(address)).toBe(
      '#/residual?run=demo-1&step=5000&pin=25&program=k=2,j=k,?j&source=k=3,j=k,?j&axis=linear&cell=2,rhs:1%2B1',
    );
  });

  test('keeps any text of a page’s own key', () => {
    const own = { name: 'heads & "tails" = 100 % + ünïcode #1?', other: 'a b' };
    expect(readAddress(writeAddress({ ...address, own })).own).toEqual(own);
  });

  test('does not depend on the order in which keys were set', () => {
    const a = writeAddress({ ...address, own: { a: '1', b: '2' } });
    const b = writeAddress({ ...address, own: { b: '2', a: '1' } });
    expect(a).toBe(b);
  });

  test('leaves out what is not set', () => {
    expect(writeAddress({ page: 'glossary', run: null, step: null, pin: null, program: null, source: null, own: {} })).toBe('#/glossary');
  });

  test.each(['', '#', '#/', '#/nowhere', '#/../etc', '#overview'])('opens the overview for %j', (hash) => {
    expect(readAddress(hash).page).toBe('overview');
  });

  test('says what it names where there is no such page', () => {
    expect(readAddress('#/nowhere?run=a').unknown).toBe('nowhere');
    expect(writeAddress(readAddress('#/nowhere?run=a'))).toBe('#/nowhere?run=a');
    expect(['', '#/', '#/overview', '#/heads?x=1'].map((hash) => readAddress(hash).unknown)).toEqual([null, null, null, null]);
  });

  test('a step that is no number is none', () => {
    expect(readAddress('#/trajectory?step=-3&pin=1e9&x=%E0%A4%A').step).toBeNull();
    expect(readAddress('#/trajectory?step=12345678901').step).toBeNull();
  });
});
