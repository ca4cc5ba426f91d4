import { awardAction } from './award';

/** Awards a grant, under a decision that authorises it. `award.ts` has the rules. */
export const awardGrant = awardAction('grant', {
  name: 'award-grant',
  says: 'Award a grant, under a decision that authorises it.',
});
