/** How long the old secret of a token that is replaced may live on, in minutes: now, half an hour, a day, a week. */
export const overlaps = [0, 30, 1_440, 10_080] as const;
export type Overlap = (typeof overlaps)[number];
export const usualOverlap: Overlap = 30;
