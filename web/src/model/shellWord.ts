/** A name or path as one word of a command line that is to be copied, in quotes where it needs them; C#'s ShellWord. */
export const shellWord = (text: string): string =>
  /^[A-Za-z0-9\-_.,/]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A command about a run: `bindscope analyze behaviour --run demo-1`. */
export const runCommand = (verb: string, run: string | null, more = ''): string =>
  `bindscope ${verb} --run ${shellWord(run ?? 'NAME')}${more === '' ? '' : ` ${more}`}`;
