import { CommissionRef, Line, LocalId, official, struct } from '@commissioning/kernel';

/** What a reservation or commitment is for: the commission's allocation (`line`), and once awarded the award. */
export const Purpose = struct(
  { commission: CommissionRef, line: LocalId },
  /** An award's id is not public before its decision is, nor is a commitment's, which may be named for it. */
  { theme: Line, award: official(LocalId) },
  'Purpose',
);
