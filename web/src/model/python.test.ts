import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readPatches } from './patches';
import { analysisCode, liveCode, patchCode } from './python';

const of = { address: 'http://localhost:5000/', run: 'demo-1' };
const asked = { program: 'z=2\nb=z\nj=6\nc=j\ns=b\nk=s\n#c:', source: 'z=2\nb=z\nj=1\nc=j\ns=b\nk=s\n#c:', step: 5000 };
/** What the client's tests run against a server. */
const kept = (name: string) => readFileSync(new URL(`../../../clients/python/tests/copied/${name}.py`, import.meta.url), 'utf8');

it('is the code that the tests of the Python client run', () => {
  expect(analysisCode(of, 'patch-residual-005000')).toBe(kept('analysis'));
  expect(liveCode(of, asked, ['residual', 'attention'])).toBe(kept('live'));
  expect(patchCode(of, asked, readPatches('r1@10,zh2.3@26,c3.2@26.15'))).toBe(kept('patches'));
});

it('writes what the client has no class for as the server reads it', () => {
  const code = patchCode(of, asked, readPatches('um2@26,p1.2~3.1v@10'));
  expect(code).toContain('    {"kind":"mean","where":{"kind":"mlp.out","layers":[2],"positions":{"kind":"same","positions":[26]},"heads":[]}},\n');
  expect(code).toContain('"sender":{"kind":"attention.head","layer":1,"head":2}},\n');
});

it('names no server where none is', () => {
  expect(analysisCode({ address: null, run: 'a "b"\\c' }, 'phases')).toContain('bindscope.connect().run("a \\"b\\"\\\\c")  # a server');
});
