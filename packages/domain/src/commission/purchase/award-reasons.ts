import { rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import type { LegalPower, StatutoryReasons } from '../../shapes';

export const reducesCrime = rule({
  id: 'award.reasons-reduce-crime',
  sentence:
    'A crime and disorder reduction grant states why it would secure the reduction of crime and disorder.',
  strength: 'law',
  source: 'Elected Local Policing Bodies (Specified Information) Order 2011 Sch para 3(f)',
});

export const valueForMoney = rule({
  id: 'award.reasons-value-for-money',
  sentence:
    'Every award but a crime and disorder reduction grant states why good value for money would be obtained.',
  strength: 'law',
  source: 'Elected Local Policing Bodies (Specified Information) Order 2011 Sch para 3(g)',
});

/** The reason that the law asks to be published with an award under this power is stated. */
export const reasonsStated = (power: LegalPower, reasons: StatutoryReasons): Check =>
  power === 'crime-and-disorder-reduction-grant'
    ? check(
        reasons.crimeAndDisorderReduction !== undefined,
        reducesCrime,
        { legalPower: power },
        '/statutoryReasons',
      )
    : check(reasons.valueForMoney !== undefined, valueForMoney, { legalPower: power }, '/statutoryReasons');
