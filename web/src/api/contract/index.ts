/**
 * Every record that the pages read from the server or from an exported folder, and every request they send, one file per analysis or resource.
 * The names are those of the C# records with a small first letter; enumerations arrive as their members' names with a small first letter. A test
 * compares these files with the C# records.
 *
 * Lines, layers and heads are 1-based, token positions and digits 0-based; `programs` is always the n behind a number, an interval always 95 %.
 */

export type * from './abstraction';
export type * from './alignment';
export type * from './attribution';
export type * from './behaviour';
export type * from './comparison';
export type * from './cumulative';
export type * from './development';
export type * from './edges';
export type * from './generalisation';
export type * from './heads';
export type * from './heldOut';
export type * from './importance';
export type * from './lens';
export type * from './live';
export type * from './metrics';
export type * from './numbers';
export type * from './patching';
export type * from './patchMap';
export type * from './phases';
export type * from './probes';
export type * from './problem';
export type * from './program';
export type * from './programs';
export type * from './report';
export type * from './run';
export type * from './seeds';
export type * from './site';
export type * from './subspaces';
export type * from './trainingLogits';
export type * from './trainings';
export type * from './unseenRoles';
export type * from './weights';
