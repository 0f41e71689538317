/** What every refused request answers. */

/** RFC 9457, as every refused request answers. */
export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  hint?: string;
  errors?: { line: number; column: number; message: string; field?: string }[];
}
