/** Pounds in pence, as sums stand in a rule book. */
export const pounds = (sum: number): number => sum * 100;
