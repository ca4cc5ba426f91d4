import { awardAction } from './award';

/** Awards a contract, under a decision that authorises it. `award.ts` has the rules. */
export const awardContract = awardAction('contract', {
  name: 'award-contract',
  says: 'Award a contract, under a decision that authorises it.',
});
