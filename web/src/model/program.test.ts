import { expect, it } from 'vitest';
import { shellFile } from './program';

it('writes a program with its lines kept apart', () => {
  expect(shellFile('k=2\nj=k\n#j:', 'program.txt')).toBe("printf 'k=2\\nj=k\\n#j:' > program.txt");
});
