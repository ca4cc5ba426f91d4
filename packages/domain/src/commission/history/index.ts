import { recordPriorAward } from './record-prior-award';

/** How what was before this record is brought into it. */
export const historyActions = [recordPriorAward] as const;
