import type { RuleBookData } from '../events';
import type { Plain } from './plain';

/** How long bidders for a standard public contract have by the Procurement Act 2023, in force from 24 February 2025. */
export const tenderPeriodsOfTheAct: NonNullable<Plain<RuleBookData>['tenderPeriods']> = {
  source: 'Procurement Act 2023 ss.15(3), 54(4)',
  electronicWithAllDocuments: 25,
  electronicOrAllDocuments: 30,
  otherwise: 35,
  shortened: 10,
  plannedNotice: { fromDays: 40, forMonths: 12 },
};
