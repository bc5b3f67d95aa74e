import type { PlaceStability, StabilityFigures } from './stability.ts';

/** A split recurs when at least this share of the redraws asks nearly the same at its place. */
export const RECURS = 0.8;

/**
 * `stable`: every split of the top three levels recurs; `top-stable`: the root does, some split
 * below it does not; `not-stable`: the root does not.
 */
export type StabilityLevel = 'stable' | 'top-stable' | 'not-stable';

function recurs({ sameSplit }: PlaceStability): boolean {
  return sameSplit >= RECURS;
}

/** What the figures come down to. */
export function stabilityLevel({ places }: StabilityFigures): StabilityLevel {
  if (!recurs(places[0]!)) return 'not-stable';
  return places.every(recurs) ? 'stable' : 'top-stable';
}
