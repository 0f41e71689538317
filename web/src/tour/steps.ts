import type { PageName } from '../model/address';

export interface TourStep {
  page: PageName;
  title: string;
  text: () => string[];
  /** What the page shows then; read when the step is opened. */
  where: () => { step?: number | null; own?: Record<string, string> };
}

export const steps: TourStep[] = [];
