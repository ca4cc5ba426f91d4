import { FundOpened } from '../../src/fund/events';
import { rules } from './commission';
import { deciding } from './decisions';
import { made } from './made';
import { contextOf, finance } from './specification';

/** One fund over its years, and the decision that most of what is done to it rests on. */
export const thisYear = 'BEDS-moj-victims-2026-27';
export const nextYear = 'BEDS-moj-victims-2027-28';
export const decision = 'BEDS-PCC24-0140';
export const context = contextOf({ actor: finance, rules });
/** The same under a decision that does these acts. */
export const under = (...acts: ReadonlyArray<object>) => ({
  ...context,
  decisions: deciding(decision, ...acts),
});

/** The victims grant of a year, opened. */
export const openedAs = (reference: string) =>
  made(FundOpened, {
    fund: reference,
    stream: 'moj-victims',
    name: 'Ministry of Justice victims grant',
    year: reference.slice(-7),
    funder: 'Ministry of Justice',
    themes: [],
    costCode: 'B992',
  });
