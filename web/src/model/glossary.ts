import text from '../../../docs/glossary.md?raw';
import { readGlossary, type TermGroup, termsIn } from './glossaryText';

/** The tables of docs/glossary.md. */
export const glossary: readonly TermGroup[] = readGlossary(text);

/** Where words of it stand in a text. */
export const findTerms = termsIn(glossary);
