import type { Award, CommissionState } from './state';

/** Whether an award stands: neither declined nor lapsed before its agreement was signed. */
export const stands = ({ declined }: Award): boolean => declined === undefined;

/** The awards made in a lot, those brought in from before the record left out; with those that came to nothing. */
export const awardsMadeIn = (commission: CommissionState, lot: string): ReadonlyArray<Award> =>
  [...commission.awards.values()].filter((award) => award.lot === lot && award.kind !== 'prior');

/** The awards that stand in a lot, those brought in from before the record left out. */
export const awardsIn = (commission: CommissionState, lot: string): ReadonlyArray<Award> =>
  awardsMadeIn(commission, lot).filter(stands);

/** The awards that stand to a provider, those brought in from before the record left out. */
export const awardsTo = (
  { awards }: Pick<CommissionState, 'awards'>,
  provider: string,
): ReadonlyArray<Award> =>
  [...awards.values()].filter(
    (award) => award.provider === provider && award.kind !== 'prior' && stands(award),
  );
